import { buildCommand } from '@stricli/core';
import { fileFlag } from '../../authorization/question-flags.js';
import type { Context } from '../../context.js';
import { type ClusterFlags, clusterFlags } from '../../options/cluster-options.js';
import { type LiveFlags, liveFlags } from '../../options/live-options.js';
import { text } from '../../options/text.js';

export interface ImpersonationFlags extends ClusterFlags, LiveFlags {
  readonly files?: readonly string[];
  readonly verbs?: string;
  readonly associatedNode: boolean;
  readonly format: 'table' | 'yaml' | 'json';
}

export const impersonationCommand = buildCommand<ImpersonationFlags, [], Context>({
  loader: async () => (await import('./run.js')).run,
  parameters: {
    flags: {
      ...fileFlag,
      verbs: {
        kind: 'parsed',
        parse: text,
        optional: true,
        brief:
          'what may be done in the name of others, in the suggested roles: get,list,watch (default all they may do)',
        placeholder: 'list',
      },
      associatedNode: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'who may be every node acts as the node that it runs on: suggest the mode associated-node',
      },
      format: {
        kind: 'enum',
        values: ['table', 'yaml', 'json'],
        default: 'table',
        brief: 'table: who may become whom; yaml: the roles that replace the verb impersonate; json: both',
      },
      ...clusterFlags,
      ...liveFlags,
    },
    aliases: { f: 'files' },
  },
  docs: {
    brief:
      'who may become whom, what constrained impersonation changes for them, and the roles that replace impersonate',
    fullDescription: [
      'Lists, worst first, everybody who may act as somebody else by the roles and bindings in --files, and what the',
      'feature gate ConstrainedImpersonation (KEP-5284; alpha in 1.35, on from 1.36) changes for them: the verb impersonate',
      'keeps working; rules for authentication.k8s.io with the verb * become rights to be anybody.',
      '',
      'With --format yaml it writes the roles without the verb impersonate: the same identities by impersonate:MODE, and',
      'impersonate-on:MODE:VERB for what those may do who are named. Where a role means anybody, --verbs says what may be',
      'done. Nobody can do more by them than before. What they cannot say is named, and such a role is left as it is.',
      '',
      'Exit codes: 0 answered, 2 wrong usage, 3 input not read completely.',
      '',
      '  bulkhead impersonation -f rbac/',
      '  bulkhead impersonation -f rbac/ --format yaml --kubernetes-version 1.36 > roles.yaml',
      '  bulkhead impersonation -f rbac/ --format yaml --verbs get,list,watch',
    ].join('\n'),
  },
});
