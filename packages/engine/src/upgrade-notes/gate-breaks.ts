/**
 * Feature gates that components of the input set, and that the upgrade takes away or locks: the component does not start.
 * Source: k8s.io/component-base/featuregate (SetFromMap); the gates by version.
 */
import { formatMinor, type Minor } from '@bulkhead/apimachinery';
import { featureGate, isKnown } from '@bulkhead/features';
import type { ClusterInput, InputObject } from '../feature-adoption/cluster-input.js';
import { COMPONENTS } from '../hardening/command-line/component-command.js';
import { gatesOfField, gatesOfFlags } from '../hardening/gate-settings.js';
import { valueAt } from '../hardening/plain-value.js';
import { commandLines } from './component-checks.js';

export interface GateBreak {
  readonly object: InputObject;
  readonly fieldPath: string;
  readonly component: string;
  readonly gate: string;
  /** The first minor in which the component does not start with it. */
  readonly minor: Minor;
  readonly why: 'removed' | 'locked';
  readonly message: string;
}

/** The gates set that worked in `from`, and stop a component at or before `to`. */
export function gateBreaks(input: ClusterInput, from: Minor, to: Minor): readonly GateBreak[] {
  const found: GateBreak[] = [];
  const add = (
    object: InputObject,
    fieldPath: string,
    component: string,
    gates: ReadonlyMap<string, boolean>,
  ): void => {
    for (const [gate, value] of gates) {
      const outcome = firstBreak(gate, value, from, to);
      if (outcome !== undefined) found.push({ object, fieldPath, component, gate, ...outcome });
    }
  };
  for (const component of COMPONENTS) {
    for (const { object, flags } of commandLines(input, component)) {
      add(object, flags.paths('feature-gates')[0] ?? '', component, gatesOfFlags(flags));
    }
  }
  for (const { object, kubelet } of input.kubelets) {
    const gates = gatesOfField(valueAt(kubelet.configuration, 'featureGates'));
    for (const [gate, value] of gates)
      add(object, kubelet.pathOf(`featureGates.${gate}`), 'kubelet', new Map([[gate, value]]));
  }
  for (const object of input.ofKind('kubeproxy.config.k8s.io', 'KubeProxyConfiguration')) {
    const gates = gatesOfField(valueAt(object.object, 'featureGates'));
    for (const [gate, value] of gates) add(object, `featureGates.${gate}`, 'kube-proxy', new Map([[gate, value]]));
  }
  return found;
}

function firstBreak(
  name: string,
  value: boolean,
  from: Minor,
  to: Minor,
): Pick<GateBreak, 'minor' | 'why' | 'message'> | undefined {
  const gate = featureGate(name);
  const before = gate?.stageIn(from);
  // A gate that did not work before is not the upgrade's doing.
  if (gate === undefined || before === undefined || !isKnown(before)) return undefined;
  if (before.lockToDefault && before.default !== value) return undefined;
  for (let minor = from + 1; minor <= to; minor++) {
    const state = gate.stageIn(minor);
    if (state === 'removed') {
      return { minor, why: 'removed', message: `${formatMinor(minor)} has no feature gate ${name} any more` };
    }
    if (isKnown(state) && state.lockToDefault && state.default !== value) {
      const message = `${formatMinor(minor)} locks the feature gate ${name} to ${state.default}`;
      return { minor, why: 'locked', message };
    }
  }
  return undefined;
}
