import type { ObjectRule } from '../../rule.js';
import { grantRule } from './grant-rule.js';

export const endpoints: ObjectRule = grantRule({
  id: 'rbac/endpoints',
  title: 'Leads services elsewhere',
  severity: 'low',
  gains: 'network',
  standards: ['CVE-2021-25740', 'MITRE:T1557'],
  needs: ['writeEndpoints'],
  named: null,
  gain: 'leads a Service or an Ingress to other pods, also of other namespaces',
  description: "The role writes Endpoints or EndpointSlices, which are a controller's to write.",
  risk: 'Traffic of clients is answered by the attacker, or reaches pods that network policies keep from them.',
  remediation: 'Use Services with selectors; leader election works with Leases.',
});
