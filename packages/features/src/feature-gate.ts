/**
 * Feature gates: which exist in which minor, at which stage, with which default, and what guards the default.
 * Source: the generated table (upstream's kube_features.go of every minor and of the libraries that register gates).
 *
 * The table is one JSON text that is parsed at the first question; nothing happens at import.
 */
import { MINORS, type Minor, NEWEST_MINOR } from '@bulkhead/apimachinery';
import { featureGatesText } from './generated/feature-gates.js';

export type FeatureGateStage = 'alpha' | 'beta' | 'ga' | 'deprecated';

/** A gate in a minor that has it. */
export interface FeatureGateState {
  readonly stage: FeatureGateStage;
  readonly default: boolean;
  /** Whether setting the other value is an error. */
  readonly lockToDefault: boolean;
}

/** `absent`: not yet known in that minor; `removed`: known before, not any more. */
export type FeatureGateLookup = FeatureGateState | 'absent' | 'removed';

/** A stretch of minors in which the state of a gate does not change; both ends included. */
export interface FeatureGateRun {
  readonly from: Minor;
  readonly to: Minor;
  readonly state: FeatureGateLookup;
}

export interface FeatureGate {
  readonly name: string;
  /** KEP numbers; empty when none is known. */
  readonly kep: readonly number[];
  /** The components whose code asks the gate, or those that the KEP names where the code is unknown. */
  readonly components: readonly string[];
  /** One sentence; empty for gates that are not security relevant. */
  readonly summary: string;
  readonly securityRelevant: boolean;
  /** Gates that must be on when this one is, in the newest minor; see `requirementsIn` for the others. */
  readonly requires: readonly string[];
  /** Go module that registers the gate, for example `k8s.io/apiserver`. */
  readonly module: string;
  /** The history through all known minors, rising and without holes. */
  readonly runs: readonly FeatureGateRun[];
  /** The minor that no longer has the gate. */
  readonly removedIn?: Minor | undefined;
  /** Behaviour that differs between patch releases of one minor, in words. */
  readonly patchNotes?: string | undefined;
  /** Components with a default of their own: component -> minor -> default. */
  readonly componentDefaults: ReadonlyMap<string, ReadonlyMap<Minor, boolean>>;
  /** The state in a minor; `absent` outside of the known minors. */
  stageIn(minor: Minor): FeatureGateLookup;
}

/** An entry of the generated table; the letters are explained there. */
interface Entry {
  readonly v: string;
  readonly m?: string;
  readonly k?: readonly number[];
  readonly c?: readonly string[];
  readonly u?: readonly string[];
  readonly s?: number;
  readonly t?: string;
  readonly r?: readonly string[];
  readonly x?: number;
  readonly p?: string;
  readonly o?: { readonly [component: string]: { readonly [minor: string]: boolean } };
}

let gates: ReadonlyMap<string, FeatureGate> | undefined;
const namesByMinor = new Map<Minor, readonly string[]>();

/** The gate of that name in any known minor. */
export function featureGate(name: string): FeatureGate | undefined {
  return allFeatureGates().get(name);
}

/** Every gate of every known minor, by name, in alphabetical order. */
export function allFeatureGates(): ReadonlyMap<string, FeatureGate> {
  gates ??= parseTable();
  return gates;
}

/** The names that components of this minor accept, in alphabetical order. */
export function featureGatesIn(minor: Minor): readonly string[] {
  let names = namesByMinor.get(minor);
  if (names === undefined) {
    names = [...allFeatureGates().values()].filter((gate) => isKnown(gate.stageIn(minor))).map((gate) => gate.name);
    if (MINORS.includes(minor)) namesByMinor.set(minor, names);
  }
  return names;
}

/** Whether the minor has the gate. */
export function isKnown(lookup: FeatureGateLookup): lookup is FeatureGateState {
  return typeof lookup === 'object';
}

function parseTable(): ReadonlyMap<string, FeatureGate> {
  const entries = JSON.parse(featureGatesText) as { readonly [name: string]: Entry };
  return new Map(Object.entries(entries).map(([name, entry]) => [name, new TableGate(name, entry)]));
}

/** Hundreds of gates are asked one thing each when a profile is made, so the rest is read when somebody wants it. */
class TableGate implements FeatureGate {
  readonly name: string;
  readonly #entry: Entry;
  #runs: readonly FeatureGateRun[] | undefined;

  constructor(name: string, entry: Entry) {
    this.name = name;
    this.#entry = entry;
  }

  get kep(): readonly number[] {
    return this.#entry.k ?? [];
  }

  get components(): readonly string[] {
    return this.#entry.u ?? this.#entry.c ?? [];
  }

  get summary(): string {
    return this.#entry.t ?? '';
  }

  get securityRelevant(): boolean {
    return this.#entry.s === 1;
  }

  get requires(): readonly string[] {
    return this.#entry.r ?? [];
  }

  get module(): string {
    return `k8s.io/${this.#entry.m ?? 'kubernetes'}`;
  }

  get runs(): readonly FeatureGateRun[] {
    this.#runs ??= parseRuns(this.#entry.v);
    return this.#runs;
  }

  get removedIn(): Minor | undefined {
    return this.#entry.x;
  }

  get patchNotes(): string | undefined {
    return this.#entry.p;
  }

  get componentDefaults(): ReadonlyMap<string, ReadonlyMap<Minor, boolean>> {
    return new Map(
      Object.entries(this.#entry.o ?? {}).map(([component, defaults]) => [
        component,
        new Map(Object.entries(defaults).map(([minor, on]) => [Number(minor), on])),
      ]),
    );
  }

  /** Runs are one blank apart, and begin with two digits. */
  stageIn(minor: Minor): FeatureGateLookup {
    if (!MINORS.includes(minor)) return 'absent';
    const text = this.#entry.v;
    let found = '-';
    for (let start = 0; start < text.length; ) {
      const blank = text.indexOf(' ', start);
      const end = blank < 0 ? text.length : blank;
      if (Number(text.slice(start, start + 2)) > minor) break;
      found = text.slice(start + 2, end);
      start = end + 1;
    }
    return parseState(found);
  }
}

/** `27- 28a- 30b+ 33g+!` as runs; the notation is explained in the generated file. */
function parseRuns(text: string): readonly FeatureGateRun[] {
  const starts = text.split(' ').map((run) => ({ from: Number(run.slice(0, 2)), state: parseState(run.slice(2)) }));
  return starts.map(({ from, state }, index) => ({
    from,
    to: (starts[index + 1]?.from ?? NEWEST_MINOR + 1) - 1,
    state,
  }));
}

const STAGE_BY_LETTER: Readonly<Record<string, FeatureGateStage>> = { a: 'alpha', b: 'beta', g: 'ga', d: 'deprecated' };

/** `b+!` = beta, on, locked; `-` = absent; `r` = removed. */
function parseState(text: string): FeatureGateLookup {
  if (text === '-') return 'absent';
  if (text === 'r') return 'removed';
  const [, letter = '', on, lock] = /^([abgd])([+-])(!?)$/.exec(text) ?? [];
  const stage = STAGE_BY_LETTER[letter];
  if (stage === undefined) throw new Error(`unknown state "${text}" in the table of feature gates`);
  return { stage, default: on === '+', lockToDefault: lock === '!' };
}
