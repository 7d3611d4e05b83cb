import { buildCommand } from '@stricli/core';
import { fileFlag, questionFlags } from '../../authorization/question-flags.js';
import type { Context } from '../../context.js';
import { type ClusterFlags, clusterFlags } from '../../options/cluster-options.js';
import { type LiveFlags, liveFlags } from '../../options/live-options.js';
import { text } from '../../options/text.js';

export interface WhoCanFlags extends ClusterFlags, LiveFlags {
  readonly files?: readonly string[];
  readonly namespace?: string;
  readonly format: 'table' | 'json';
}

export const whoCanCommand = buildCommand<WhoCanFlags, string[], Context>({
  loader: async () => (await import('./run.js')).run,
  parameters: {
    flags: {
      ...fileFlag,
      namespace: {
        ...questionFlags.namespace,
        brief: 'ask about this namespace (default any: who can in at least one)',
      },
      format: { kind: 'enum', values: ['table', 'json'], default: 'table', brief: 'how the answer is written' },
      ...clusterFlags,
      ...liveFlags,
    },
    aliases: { f: 'files', n: 'namespace' },
    positional: {
      kind: 'array',
      parameter: { brief: 'VERB RESOURCE[/SUBRESOURCE] [NAME], or VERB /PATH', parse: text, placeholder: 'question' },
    },
  },
  docs: {
    brief: 'every subject that may do something, or can get there by escalate, bind or impersonate',
    fullDescription: [
      'Lists users, groups and service accounts with the bindings that give them the right, from the roles and',
      'bindings in --files and the default ones of --kubernetes-version. HOW says the way:',
      '',
      '  direct       a binding names the user or service account',
      '  group        a binding names the group; its members have the right',
      '  escalate     may write roles beyond its own rights, and so give itself this one',
      '  bind         may bind a role that holds the right',
      '  impersonate  may act as somebody who has the right',
      '',
      'Exit codes: 0 answered, 2 wrong usage, 3 input not read completely.',
      '',
      '  bulkhead who-can get secrets -f rbac/ -n shop',
      '  bulkhead who-can create pods/exec -f dump.yaml',
      '  bulkhead who-can get /metrics -f rbac/ --format json',
    ].join('\n'),
  },
});
