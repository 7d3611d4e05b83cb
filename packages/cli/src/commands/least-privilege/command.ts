import { buildCommand, numberParser } from '@stricli/core';
import { fileFlag } from '../../authorization/question-flags.js';
import type { Context } from '../../context.js';
import { type ClusterFlags, clusterFlags } from '../../options/cluster-options.js';
import { type LiveFlags, liveFlags } from '../../options/live-options.js';
import { text } from '../../options/text.js';

export interface LeastPrivilegeFlags extends ClusterFlags, LiveFlags {
  readonly files?: readonly string[];
  readonly auditLog?: readonly string[];
  readonly as?: string;
  readonly maxNames?: number;
  readonly format: 'yaml' | 'json';
}

export const leastPrivilegeCommand = buildCommand<LeastPrivilegeFlags, [], Context>({
  loader: async () => (await import('./run.js')).run,
  parameters: {
    flags: {
      ...fileFlag,
      auditLog: {
        kind: 'parsed',
        parse: text,
        optional: true,
        variadic: true,
        brief: 'audit log of the API server in JSON lines, or - for stdin; repeat it for more',
        placeholder: 'file',
      },
      as: {
        kind: 'parsed',
        parse: text,
        optional: true,
        brief: 'only this user or system:serviceaccount:NAMESPACE:NAME (default everybody in the log)',
        placeholder: 'subject',
      },
      maxNames: {
        kind: 'parsed',
        parse: numberParser,
        optional: true,
        brief: 'at most so many resourceNames in a rule, 0 for none (default 10)',
        placeholder: 'count',
      },
      format: {
        kind: 'enum',
        values: ['yaml', 'json'],
        default: 'yaml',
        brief: 'yaml: roles ready to apply, with comments; json: the same as data',
      },
      ...clusterFlags,
      ...liveFlags,
    },
    aliases: { f: 'files' },
  },
  docs: {
    brief: 'the smallest roles that allow what an audit log shows, and what is granted but unused',
    fullDescription: [
      'Reads who did what from an audit log, and writes for each user and service account in it the roles and bindings',
      'that allow just that: a Role for each namespace, a ClusterRole for what belongs to the cluster. From the roles and',
      'bindings in --files it says which of their rules, verbs and resources nobody in the log used.',
      '',
      '- Requests count that were allowed: those that were denied, or have not ended (another stage), do not.',
      '- Who was impersonated did it; whoever impersonated is given the right to do so.',
      '- Names of objects are kept where every use names one, they are few and not generated. List and watch have a name',
      '  only by --field-selector metadata.name=x; creating and deleting collections never.',
      '- escalate, bind, approve, sign, impersonate and the like show in no log: rules for them are kept, not called unused.',
      '- Who wrote roles and bindings can write them again: by their rights, or by escalate and bind where they had those.',
      '- Nodes are left out, since the Node authorizer answers them; name one with --as to see its requests.',
      '',
      'A log shows what was done while it was written. What happens once a year is not in it: read before you apply.',
      '',
      'Exit codes: 0 answered, 2 wrong usage, 3 input not read completely (a line of the log that is no event is named).',
      '',
      '  bulkhead least-privilege --audit-log audit.log -f rbac/ > roles.yaml',
      '  bulkhead least-privilege --audit-log audit.log -f dump.yaml --as system:serviceaccount:shop:web',
      '  zcat audit-*.gz | bulkhead least-privilege --audit-log - -f rbac/ --format json',
    ].join('\n'),
  },
});
