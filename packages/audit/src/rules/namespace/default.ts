import type { WorkloadRule } from '../../rule.js';

export const defaultNamespace: WorkloadRule = {
  id: 'namespace/default',
  title: 'Runs in the default namespace',
  severity: 'low',
  gains: 'workload',
  layer: 'cluster',
  standards: ['CIS:5.7.4'],
  description: 'The workload is put into the namespace `default` by name.',
  risk: 'What has no place of its own shares service accounts, Secrets, quotas and policies with everything else that has none.',
  remediation: 'Give it a namespace of its own.',
  subject: 'workload',
  check: ({ source }) =>
    source.identity.namespace === 'default'
      ? { fields: ['metadata.namespace'], message: 'the workload is in the namespace "default"' }
      : undefined,
};
