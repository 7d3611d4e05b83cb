/**
 * Which gates are on in a minor, given the values set explicitly, and which values are refused.
 * Source: k8s.io/component-base/featuregate/feature_gate.go (SetFromMap, Validate).
 */
import { formatMinor, type Minor } from '@bulkhead/apimachinery';
import { featureGate, featureGatesIn, isKnown } from './feature-gate.js';
import { DEPENDENCIES_ENFORCED_FROM, requirementsIn, STARTUP_CHECKS } from './gate-requirements.js';

const ALL_ALPHA = 'AllAlpha';
const ALL_BETA = 'AllBeta';

/** The error of one explicit value, in the words of that minor. */
export function gateError(name: string, value: boolean, binary: Minor, emulated: Minor): string | undefined {
  if (name === ALL_ALPHA || name === ALL_BETA) return undefined;
  const gate = featureGate(name);
  if (gate === undefined || !isKnown(gate.stageIn(binary))) return `unrecognized feature gate: ${name}`;
  const state = gate.stageIn(emulated);
  if (!isKnown(state)) {
    const version = formatMinor(emulated);
    const compatibility =
      binary >= DEPENDENCIES_ENFORCED_FROM ? `, min compatibility version ${formatMinor(emulated - 1)}` : '';
    return `cannot set feature gate ${name} to ${value}, feature is PreAlpha at emulated version ${version}${compatibility}`;
  }
  if (state.lockToDefault && state.default !== value) {
    return `cannot set feature gate ${name} to ${value}, feature is locked to ${state.default}`;
  }
  return undefined;
}

/** The names of the gates that are on. */
export function enabledGates(minor: Minor, gates: ReadonlyMap<string, boolean>): ReadonlySet<string> {
  const on = new Set(defaultsOn(minor));
  const allAlpha = gates.get(ALL_ALPHA);
  const allBeta = gates.get(ALL_BETA);
  for (const name of allAlpha === undefined && allBeta === undefined ? [] : featureGatesIn(minor)) {
    const state = featureGate(name)?.stageIn(minor);
    if (state === undefined || !isKnown(state)) continue;
    const value = state.stage === 'alpha' ? allAlpha : state.stage === 'beta' ? allBeta : undefined;
    if (value !== undefined) set(on, name, value);
  }
  for (const [name, value] of gates) set(on, name, value);
  return on;
}

function set(on: Set<string>, name: string, value: boolean): void {
  if (value) on.add(name);
  else on.delete(name);
}

const defaultsByMinor = new Map<Minor, ReadonlySet<string>>();

/** The gates that are on when nothing is set; the same set at every call. */
export function defaultsOn(minor: Minor): ReadonlySet<string> {
  let on = defaultsByMinor.get(minor);
  if (on === undefined) {
    on = new Set(
      featureGatesIn(minor).filter((name) => {
        const state = featureGate(name)?.stageIn(minor);
        return state !== undefined && isKnown(state) && state.default;
      }),
    );
    defaultsByMinor.set(minor, on);
  }
  return on;
}

/** The texts of gates that are on without the gates that they need. */
export function missingRequirements(binary: Minor, on: ReadonlySet<string>): readonly string[] {
  if (binary < DEPENDENCIES_ENFORCED_FROM) {
    return STARTUP_CHECKS.filter(
      (check) => check.from <= binary && binary <= check.to && on.has(check.gate) && !on.has(check.requires),
    ).map((check) => check.message);
  }
  const errors: string[] = [];
  for (const name of featureGatesIn(binary)) {
    if (!on.has(name)) continue;
    const disabled = requirementsIn(name, binary).filter((required) => !on.has(required));
    if (disabled.length > 0) {
      errors.push(`${name} is enabled, but depends on features that are disabled: [${disabled.join(' ')}]`);
    }
  }
  return errors;
}
