import type { ObjectRule } from '../../rule.js';
import { lintRule } from './lint-rule.js';

export const allowsEverything: ObjectRule = lintRule({
  id: 'network-policy/allows-everything',
  title: 'Lets everybody in',
  severity: 'low',
  gains: 'network',
  standards: ['NSA:network-policies'],
  // That egress is open says `network-policy/effect`.
  severityOf: (severity) => (severity === 'info' ? undefined : severity),
  description: 'A rule has neither peers nor ports: it allows every connection of its direction.',
  risk: 'The isolation of the selected pods is taken back; every pod of the cluster and, where routes exist, everybody outside reaches every port.',
  remediation: 'Name the peers and the ports that are used.',
});
