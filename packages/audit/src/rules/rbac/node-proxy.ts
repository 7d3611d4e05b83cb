import type { ObjectRule } from '../../rule.js';
import { grantRule } from './grant-rule.js';

export const nodeProxy: ObjectRule = grantRule({
  id: 'rbac/node-proxy',
  title: 'Reaches the kubelets',
  severity: 'critical',
  gains: 'node',
  standards: ['CIS:5.1.10', 'NSA:rbac', 'MITRE:T1609'],
  needs: ['proxyNodes'],
  named: 'high',
  gain: 'runs code in every container of the nodes, past admission and audit (get is enough)',
  description:
    'The role has `nodes/proxy`, which passes requests on to the kubelets: to read, and over WebSockets also to run commands.',
  risk: 'Code in every container of every node, those of the control plane included.',
  remediation:
    'Use `nodes/metrics`, `nodes/stats` and `nodes/log`; from 1.33 on also `nodes/healthz`, `nodes/pods` and `nodes/configz` (KubeletFineGrainedAuthz).',
});
