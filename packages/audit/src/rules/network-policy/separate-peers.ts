import type { ObjectRule } from '../../rule.js';
import { lintRule } from './lint-rule.js';

export const separatePeers: ObjectRule = lintRule({
  id: 'network-policy/separate-peers',
  title: 'Two entries where one was meant',
  severity: 'medium',
  gains: 'network',
  standards: [],
  description:
    'A `namespaceSelector` and a `podSelector` stand in two entries of the list. Each entry allows by itself: the first lets in the whole namespace.',
  risk: 'Every pod of the namespace is let in, not only those with the labels.',
  remediation: 'Write both selectors into one entry: drop the dash before the second.',
});
