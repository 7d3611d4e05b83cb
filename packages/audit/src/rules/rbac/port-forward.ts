import type { ObjectRule } from '../../rule.js';
import { byGet } from './by-get.js';
import { grantRule } from './grant-rule.js';

export const portForward: ObjectRule = grantRule({
  id: 'rbac/port-forward',
  title: 'Connects to ports of pods',
  severity: 'medium',
  gains: 'network',
  standards: ['NSA:rbac', 'MITRE:T1090'],
  needs: ['forwardPorts', 'proxyPods'],
  // Up to 1.34 reading is enough: a WebSocket begins with a get.
  needsBy: byGet('forwardPortsByGet'),
  named: null,
  gain: 'connects to any port of the pods there, also those on localhost, past network policies',
  description: 'The role forwards ports of pods, or passes requests on to pods and services through the API server.',
  risk: 'Consoles and metrics that trust their network, databases without a password: network policies do not see these connections.',
  remediation: 'Keep it for people who debug; publish by an Ingress or Gateway what others need.',
});
