import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.js';
import { type ClusterFlags, clusterFlags } from '../../options/cluster-options.js';
import { text } from '../../options/text.js';

export interface ExplainFlags extends ClusterFlags {
  readonly format: 'table' | 'json';
}

export const explainCommand = buildCommand<ExplainFlags, string[], Context>({
  loader: async () => (await import('./run.js')).run,
  parameters: {
    flags: {
      ...clusterFlags,
      format: { kind: 'enum', values: ['table', 'json'], default: 'table', brief: 'how the explanation is written' },
    },
    positional: {
      kind: 'array',
      parameter: { brief: 'rule id, feature gate, KEP number or field', parse: text, placeholder: 'subject' },
    },
  },
  docs: {
    brief: 'what a rule, field, feature gate or KEP means, by version',
    fullDescription: [
      '  bulkhead explain pod-security/privileged        a rule of the audit',
      '  bulkhead explain UserNamespacesSupport          a feature gate, version by version',
      '  bulkhead explain KEP-127                        a feature: gates, fields, prerequisites, behaviour',
      '  bulkhead explain pod.spec.hostUsers             a field: since when, guarded by which gate',
    ].join('\n'),
  },
});
