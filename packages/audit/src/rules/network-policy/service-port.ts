import type { ObjectRule } from '../../rule.js';
import { lintRule } from './lint-rule.js';

export const servicePort: ObjectRule = lintRule({
  id: 'network-policy/service-port',
  title: "The port of a Service instead of the pods'",
  severity: 'medium',
  gains: 'availability',
  standards: [],
  description: 'The rule opens the port of a Service. Policies see connections after the Service has translated them.',
  risk: 'The connection is refused; the usual repair opens every port.',
  remediation: 'Open the target port of the Service.',
});
