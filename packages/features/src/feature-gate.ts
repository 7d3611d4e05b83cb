/**
 * Feature gates: which exist in which minor, at which stage, with which default, and what guards the default.
 * Source: the generated table (upstream's kube_features.go of every minor and of the libraries that register gates).
 *
 * The table is one JSON text that is parsed at the first question; nothing happens at import.
 */
import { MINORS, type Minor, NEWEST_MINOR, OLDEST_MINOR } from '@bulkhead/apimachinery';
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
  readonly removedIn?: Minor;
  /** Behaviour that differs between patch releases of one minor, in words. */
  readonly patchNotes?: string;
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
  return new Map(Object.entries(entries).map(([name, entry]) => [name, gateOf(name, entry)]));
}

function gateOf(name: string, entry: Entry): FeatureGate {
  const runs = parseRuns(entry.v);
  const states: readonly FeatureGateLookup[] = MINORS.map((minor) => stateAt(runs, minor));
  return {
    name,
    kep: entry.k ?? [],
    components: entry.u ?? entry.c ?? [],
    summary: entry.t ?? '',
    securityRelevant: entry.s === 1,
    requires: entry.r ?? [],
    module: `k8s.io/${entry.m ?? 'kubernetes'}`,
    runs,
    ...(entry.x !== undefined && { removedIn: entry.x }),
    ...(entry.p !== undefined && { patchNotes: entry.p }),
    componentDefaults: new Map(
      Object.entries(entry.o ?? {}).map(([component, defaults]) => [
        component,
        new Map(Object.entries(defaults).map(([minor, on]) => [Number(minor), on])),
      ]),
    ),
    stageIn: (minor) => states[minor - OLDEST_MINOR] ?? 'absent',
  };
}

function stateAt(runs: readonly FeatureGateRun[], minor: Minor): FeatureGateLookup {
  return runs.find((run) => run.from <= minor && minor <= run.to)?.state ?? 'absent';
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
