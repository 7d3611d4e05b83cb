import { unsafeFix } from '../../fix/fix.js';
import type { ObjectRule } from '../../rule.js';
import { lintRule } from './lint-rule.js';

export const metadataService: ObjectRule = lintRule({
  id: 'network-policy/metadata-service',
  title: 'Opens the metadata service of clouds',
  severity: 'medium',
  gains: 'credentials',
  standards: ['NSA:network-policies', 'MITRE:T1552.005'],
  fixOf: (object, block) =>
    unsafeFix(
      'list 169.254.169.254/32 in except',
      'programs that use the cloud rights of their node lose them',
      object,
      (patch) => patch.append(`${block}.except`, '169.254.169.254/32'),
    ),
  description:
    'An egress rule with a block of addresses holds 169.254.169.254 on port 80. There clouds hand out the credentials of the machine.',
  risk: 'Whoever runs code in the pod, or makes it fetch a URL, gets the cloud rights of the node.',
  remediation: 'List `169.254.169.254/32` in `except` of the block.',
});
