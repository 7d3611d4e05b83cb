/** Whether a feature gate is on in a component: by its flags or its configuration, then by the default of its version. */
import { MINORS, OLDEST_MINOR } from '@bulkhead/apimachinery';
import { gatesOfFlags } from '@bulkhead/engine/hardening';
import { featureGate, isKnown } from '@bulkhead/features';
import type { Component, Evidence } from './component.js';
import type { CveFacts } from './cve-facts.js';

export interface GateState {
  /** Undefined: not known of this version. `absent`: the version has no such gate. */
  readonly on: boolean | 'absent' | undefined;
  readonly detail: string;
  readonly evidence: readonly Evidence[];
}

export function gateState(gate: string, component: Component, facts: CveFacts): GateState {
  return (
    ofFlags(gate, component) ?? ofKubeletConfiguration(gate, component, facts) ?? ofProfile(gate, component, facts)
  );
}

function ofFlags(gate: string, { containers }: Component): GateState | undefined {
  for (const { flags, object } of containers) {
    const on = gatesOfFlags(flags).get(gate);
    if (on === undefined) continue;
    const text = `--feature-gates=${gate}=${on}`;
    return { on, detail: text, evidence: [{ object, fieldPath: flags.paths('feature-gates')[0] ?? '', text }] };
  }
  return undefined;
}

function ofKubeletConfiguration(gate: string, { name }: Component, facts: CveFacts): GateState | undefined {
  if (name !== 'kubelet') return undefined;
  for (const { object, kubelet } of facts.kubelets) {
    const on = kubelet.gates.own.get(gate);
    if (on === undefined) continue;
    const text = `${gate}: ${on} in KubeletConfiguration`;
    return { on, detail: text, evidence: [{ object, fieldPath: kubelet.pathOf(`featureGates.${gate}`), text }] };
  }
  return undefined;
}

function ofProfile(gate: string, { version }: Component, { cluster: { profile } }: CveFacts): GateState {
  const told = profile.gates.get(gate);
  if (told !== undefined) return { on: told, detail: `${gate}=${told} was given`, evidence: [] };
  const minor = version?.major === 1 ? version.minor : profile.minor;
  const known = featureGate(gate);
  // A gate that is off or not there yet in the oldest known minor was not on before.
  const lookup = known?.stageIn(Math.max(minor, OLDEST_MINOR));
  if (known === undefined || lookup === undefined)
    return { on: undefined, detail: `${gate} is not known`, evidence: [] };
  if (lookup === 'absent') {
    return {
      on: MINORS.includes(minor) || minor < OLDEST_MINOR ? 'absent' : undefined,
      detail: `1.${minor} has no feature gate ${gate}`,
      evidence: [],
    };
  }
  const state = isKnown(lookup) ? lookup : known.runs.findLast((run) => isKnown(run.state))?.state;
  const on = state !== undefined && isKnown(state) ? state.default : undefined;
  if (minor < OLDEST_MINOR && on === true)
    return { on: undefined, detail: `${gate} is not known in 1.${minor}`, evidence: [] };
  const word = on === true ? 'on' : 'off';
  return {
    on,
    detail: isKnown(lookup)
      ? `feature gate ${gate} is ${word} by default in 1.${minor}`
      : `what ${gate} guarded is always ${word} in 1.${minor}`,
    evidence: [],
  };
}
