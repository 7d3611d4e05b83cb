import type { ObjectRule } from '../../rule.js';
import { grantRule } from './grant-rule.js';

export const kubeletData: ObjectRule = grantRule({
  id: 'rbac/kubelet-data',
  title: 'Reads what kubelets know',
  severity: 'low',
  gains: 'credentials',
  standards: ['NSA:rbac', 'MITRE:T1613'],
  needs: ['readNodeLogs', 'readNodePods', 'readNodeConfiguration'],
  named: null,
  gain: 'reads logs of the machine, specifications of all its pods or the configuration of the kubelet',
  description: 'The role gets `nodes/log`, `nodes/pods` or `nodes/configz`, past the rights on pods in namespaces.',
  risk: 'Secrets in environment variables and logs, and what is where.',
  remediation: 'Metrics need `nodes/metrics` and `nodes/stats` alone.',
});
