import type { ObjectRule } from '../../rule.js';
import { grantRule } from './grant-rule.js';

export const nodes: ObjectRule = grantRule({
  id: 'rbac/nodes',
  title: 'Moves and removes nodes',
  severity: 'low',
  gains: 'availability',
  standards: ['NSA:rbac', 'MITRE:T1499'],
  needs: ['editNodes', 'deleteNodes'],
  named: null,
  gain: 'draws pods to a node of its choice by labels and taints, or drives them off all',
  description:
    'The role changes nodes or their status, or deletes them. Network plugins and autoscalers need some of it.',
  risk: 'With one node in hand: the pods and their tokens come there. Without one: an outage.',
  remediation: 'Leave it to the components of the cluster; label nodes with the prefix node-restriction.kubernetes.io.',
});
