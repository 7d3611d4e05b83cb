import { buildCommand } from '@stricli/core';
import type { QuestionFlags } from '../../authorization/access-question.js';
import { fileFlag, questionFlags } from '../../authorization/question-flags.js';
import type { Context } from '../../context.js';
import { type ClusterFlags, clusterFlags } from '../../options/cluster-options.js';
import { type LiveFlags, liveFlags } from '../../options/live-options.js';
import { text } from '../../options/text.js';

export interface CanFlags extends ClusterFlags, LiveFlags, QuestionFlags {
  readonly files?: readonly string[];
  readonly as?: string;
  readonly asGroup?: readonly string[];
  readonly list: boolean;
  readonly explain: boolean;
  readonly batch?: string;
  readonly format: 'table' | 'json';
}

export const canCommand = buildCommand<CanFlags, string[], Context>({
  loader: async () => (await import('./run.js')).run,
  parameters: {
    flags: {
      ...fileFlag,
      as: {
        kind: 'parsed',
        parse: text,
        optional: true,
        brief:
          'who asks: a user, system:serviceaccount:NAMESPACE:NAME or system:node:NAME, with the groups that these have',
        placeholder: 'user',
      },
      asGroup: {
        kind: 'parsed',
        parse: text,
        optional: true,
        variadic: true,
        brief: 'a group of who asks; repeat it for more',
        placeholder: 'group',
      },
      ...questionFlags,
      list: { kind: 'boolean', default: false, withNegated: false, brief: 'list every right in the namespace' },
      explain: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'show every binding, role and rule that allows it',
      },
      batch: {
        kind: 'parsed',
        parse: text,
        optional: true,
        brief: 'answer questions in JSON, one a line, from this file or - for stdin',
        placeholder: 'file',
      },
      format: { kind: 'enum', values: ['table', 'json'], default: 'table', brief: 'how the answer is written' },
      ...clusterFlags,
      ...liveFlags,
    },
    aliases: { f: 'files', n: 'namespace', A: 'allNamespaces' },
    positional: {
      kind: 'array',
      parameter: { brief: 'VERB RESOURCE[/SUBRESOURCE] [NAME], or VERB /PATH', parse: text, placeholder: 'question' },
    },
  },
  docs: {
    brief: 'may somebody do something? Answered as the API server would, from files',
    fullDescription: [
      'Answers from the roles and bindings in --files, beside the default ones of --kubernetes-version, with the',
      'authorization modes Node and RBAC and the reason that the API server would give.',
      '',
      'Exit codes: 0 yes (and --list, --batch), 1 no, 2 wrong usage, 3 input not read completely (with --batch 2, and 3',
      'only for charts and kustomizations that were not rendered).',
      '',
      '  bulkhead can get secrets -f rbac/ --as ann --as-group devs -n shop',
      '  bulkhead can create pods/exec web -f dump.yaml --as system:serviceaccount:shop:web -n shop --explain',
      '  bulkhead can get /metrics -f rbac/ --as system:anonymous',
      '  bulkhead can --list -f rbac/ --as ann -n shop',
      '  bulkhead can -f rbac/ --batch - --format json < questions.jsonl',
      '',
      'A line of --batch: {"id":0,"user":"ann","groups":["g"],"verb":"get","group":"apps","resource":"deployments",',
      '"subresource":"","namespace":"a","name":""} or {"id":1,"user":"ann","verb":"get","path":"/metrics"}; or, whether a',
      'role or binding may be written: {"id":2,"user":"ann","escalation":{"verb":"create","object":{...}}}. Groups are',
      'taken literally there, and the answer is that of mode RBAC.',
    ].join('\n'),
  },
});
