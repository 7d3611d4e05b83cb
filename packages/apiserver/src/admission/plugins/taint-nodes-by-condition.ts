/**
 * TaintNodesByCondition: a new node takes no pods before it has said that it is ready.
 *
 * Source: plugin/pkg/admission/nodetaint/admission.go.
 */
import type { Node, Taint } from '@bulkhead/apimachinery/types/core-v1';
import type { AdmissionPlugin } from '../plugin.js';
import { isCreateOf } from '../request-match.js';

const NOT_READY: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

export function taintNodesByCondition(): AdmissionPlugin {
  return {
    name: 'TaintNodesByCondition',
    handles: (attributes) => isCreateOf(attributes, '', 'nodes'),
    admit({ object }) {
      if (object === undefined) return object;
      const { spec }: Node = object;
      const taints = spec?.taints ?? [];
      if (taints.some(({ key, effect }) => key === NOT_READY.key && effect === NOT_READY.effect)) return object;
      return { ...object, spec: { ...spec, taints: [...taints, NOT_READY] } };
    },
  };
}
