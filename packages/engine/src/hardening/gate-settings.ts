/** Feature gates as one component sets them, over those of the cluster. */
import type { VersionProfile } from '@bulkhead/apimachinery';
import { parseFeatureGates, withoutComponent } from '@bulkhead/features';
import type { FlagSet } from './command-line/flag-set.js';
import { isMap } from './plain-value.js';

export class GateSettings {
  /** What the component sets itself, AllAlpha and AllBeta among it. */
  readonly own: ReadonlyMap<string, boolean>;
  readonly #profile: VersionProfile;

  constructor(own: ReadonlyMap<string, boolean>, profile: VersionProfile) {
    this.own = own;
    this.#profile = profile;
  }

  enabled(gate: string): boolean {
    return this.own.get(gate) ?? this.#profile.enabled(gate);
  }
}

/** Of `--feature-gates`, which may be repeated; a part that the component would refuse says nothing. */
export function gatesOfFlags(flags: FlagSet | undefined): Map<string, boolean> {
  const gates = new Map<string, boolean>();
  for (const value of flags?.all('feature-gates') ?? []) {
    const bare = withoutComponent(value);
    const parsed = 'errors' in bare ? bare : parseFeatureGates(bare.text);
    if ('gates' in parsed) for (const [gate, on] of parsed.gates) gates.set(gate, on);
  }
  return gates;
}

/** Of the field `featureGates` of a configuration file. */
export function gatesOfField(value: unknown): Map<string, boolean> {
  const gates = new Map<string, boolean>();
  if (!isMap(value)) return gates;
  for (const [gate, on] of Object.entries(value)) if (typeof on === 'boolean') gates.set(gate, on);
  return gates;
}
