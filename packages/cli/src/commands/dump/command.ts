import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.js';
import { type LiveFlags, liveFlags } from '../../options/live-options.js';
import { outputFile } from '../../options/output-file.js';
import { text } from '../../options/text.js';

export interface DumpFlags extends LiveFlags {
  readonly namespace?: string;
  readonly output: string;
  readonly includeSecrets: boolean;
}

export const dumpCommand = buildCommand<DumpFlags, [], Context>({
  loader: async () => (await import('./run.js')).run,
  parameters: {
    flags: {
      ...liveFlags,
      namespace: {
        kind: 'parsed',
        parse: text,
        optional: true,
        brief: 'only objects of this namespace, and those of the cluster',
        placeholder: 'name',
      },
      output: {
        kind: 'parsed',
        parse: outputFile(),
        default: '-',
        brief: 'a new folder (a file an object), a file that ends in .yaml, or - for stdout',
        placeholder: 'dir|file|-',
      },
      includeSecrets: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'write the values of Secrets, too; left out, only their types and keys',
      },
    },
    aliases: { o: 'output', n: 'namespace' },
  },
  docs: {
    brief: 'the state of a cluster as files, for every other command, without the values of Secrets',
    fullDescription: [
      'Reads what the audit and the other commands ask about from the cluster of the current context (or --context,',
      '--kubeconfig), and writes it as YAML, with an index of what could not be read. An audit of the files is the audit of',
      'the cluster: as complete or incomplete as it was. Nothing of the cluster is changed.',
      '',
      'Exit codes: 0 all was read, 2 wrong usage or no answer, 3 something could not be read.',
      '',
      '  bulkhead dump -o dump/ && bulkhead audit dump/',
      '  bulkhead dump --context production > production.yaml',
    ].join('\n'),
  },
});
