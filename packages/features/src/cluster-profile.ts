/**
 * A cluster as far as its decisions depend on it: a version and feature gates, checked as the components check them
 * when they start.
 *
 * Rules (k8s.io/component-base/featuregate/feature_gate.go and, from 1.31, compatibility/registry.go):
 * - a gate that the version does not have, and a locked gate with the other value, are errors;
 * - AllAlpha and AllBeta set every gate of that stage that is not set itself;
 * - from 1.35 gates that are on need the gates that they depend on; see gate-requirements.ts for older minors;
 * - from 1.31 items may name a component (`kube:A=true`), and a binary may emulate an older version.
 */
import { formatMinor, MINORS, type Minor, type VersionProfile } from '@bulkhead/apimachinery';
import { defaultsOn, enabledGates, gateError, missingRequirements } from './enabled-gates.js';
import { emulatedMinor, supportedMinor, unsupported } from './kubernetes-version.js';
import { unknownGateHint } from './nearest-feature-gate.js';
import { type ParsedFeatureGates, parseFeatureGates, withoutComponent } from './parse-feature-gates.js';

/** A cluster as far as its decisions depend on it: the minor version and the feature gates. */
export interface ClusterProfile extends VersionProfile {
  /**
   * Gates that were set explicitly, by name (AllAlpha and AllBeta among them); all others have the default of the
   * minor or what AllAlpha and AllBeta make of it.
   */
  readonly gates: ReadonlyMap<string, boolean>;
}

export interface ClusterProfileInput {
  /** `1.35`, `v1.35.4`, ... */
  readonly version: string;
  /** `A=true,B=false`, or values by name. */
  readonly gates?: string | Readonly<Record<string, boolean>>;
  /** `--emulated-version`: behave as this older version does; the profile's minor is then this one. */
  readonly emulatedVersion?: string;
}

export type ClusterProfileResult =
  | { readonly profile: ClusterProfile }
  | {
      /** The components' own texts. They print all of them or only the first one, in no fixed order. */
      readonly errors: readonly string[];
      /** What to do about them; not from upstream. */
      readonly hints: readonly string[];
    };

/** The first minor whose kube-apiserver takes `component:Gate=value`. */
const COMPONENT_PREFIX_FROM: Minor = 31;

/** Checks version and gates as the components do at start. */
export function clusterProfile(input: ClusterProfileInput): ClusterProfileResult {
  const binary = supportedMinor(input.version);
  if (typeof binary === 'string') return failed([binary]);
  const emulated = input.emulatedVersion === undefined ? binary : emulatedMinor(input.emulatedVersion, binary);
  if (typeof emulated === 'string') return failed([emulated]);
  const parsed = gatesOf(input.gates, binary);
  if ('errors' in parsed) return failed(parsed.errors);
  return profileOf(binary, emulated, parsed.gates);
}

/** The profile of a minor with every gate at its default. */
export function defaultProfile(minor: Minor): ClusterProfile {
  const known = defaultProfiles.get(minor);
  if (known !== undefined) return known;
  if (!MINORS.includes(minor)) throw new RangeError(unsupported(formatMinor(minor)));
  const profile = profileWith(minor, new Map(), defaultsOn(minor));
  defaultProfiles.set(minor, profile);
  return profile;
}

const defaultProfiles = new Map<Minor, ClusterProfile>();

function profileWith(minor: Minor, gates: ReadonlyMap<string, boolean>, on: ReadonlySet<string>): ClusterProfile {
  return { minor, gates, enabled: (gate) => on.has(gate) };
}

function failed(errors: readonly string[], hints: readonly string[] = []): ClusterProfileResult {
  return { errors, hints };
}

function gatesOf(gates: ClusterProfileInput['gates'], binary: Minor): ParsedFeatureGates {
  if (gates === undefined) return { gates: new Map() };
  if (typeof gates !== 'string') return { gates: new Map(Object.entries(gates)) };
  const text = binary >= COMPONENT_PREFIX_FROM ? withoutComponent(gates) : { text: gates };
  return 'errors' in text ? text : parseFeatureGates(text.text);
}

function profileOf(binary: Minor, emulated: Minor, gates: ReadonlyMap<string, boolean>): ClusterProfileResult {
  const errors: string[] = [];
  const hints: string[] = [];
  for (const [name, value] of gates) {
    const error = gateError(name, value, binary, emulated);
    if (error === undefined) continue;
    errors.push(error);
    const hint = unknownGateHint(name, binary);
    if (hint !== undefined) hints.push(hint);
  }
  if (errors.length > 0) return failed(errors, hints);
  const on = enabledGates(emulated, gates);
  const missing = missingRequirements(binary, on);
  return missing.length > 0 ? failed(missing) : { profile: profileWith(emulated, gates, on) };
}
