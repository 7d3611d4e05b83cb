import type { ObjectRule } from '../../rule.js';
import { byGet } from './by-get.js';
import { grantRule } from './grant-rule.js';

export const codeInPods: ObjectRule = grantRule({
  id: 'rbac/code-in-pods',
  title: 'Runs code in running pods',
  severity: 'high',
  gains: 'workload',
  standards: ['NSA:rbac', 'MITRE:T1609'],
  needs: ['exec', 'attach', 'addEphemeralContainers'],
  needsBy: byGet('execByGet', 'attachByGet'),
  named: null,
  gain: 'runs code in every pod there, with its service account, Secrets and mounts',
  description:
    'The role creates `pods/exec` or `pods/attach`, or adds ephemeral containers. Up to 1.34 `get` is enough, by a WebSocket.',
  risk: 'What any of the pods may do and holds; with a privileged pod among them, the node.',
  remediation: 'Keep it for people who debug, for a time, in the namespace that they debug.',
});
