import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.js';
import { type ClusterFlags, clusterFlags } from '../../options/cluster-options.js';
import { inputPaths } from '../../options/input-paths.js';
import { type LiveFlags, liveFlags } from '../../options/live-options.js';
import { outputFile } from '../../options/output-file.js';
import { text } from '../../options/text.js';
import { SEVERITIES } from '../audit/command.js';

export const FORMATS = ['diff', 'yaml', 'json-patch', 'kustomize'] as const;

export interface FixFlags extends ClusterFlags, LiveFlags {
  readonly format?: (typeof FORMATS)[number];
  readonly write: boolean;
  readonly check: boolean;
  readonly unsafe: boolean;
  readonly namespaceLabels: boolean;
  readonly output?: string;
  readonly severity?: (typeof SEVERITIES)[number];
  readonly rules?: readonly string[];
  readonly skip?: readonly string[];
  readonly baseline?: string;
  readonly namespace?: string;
  readonly config?: string;
}

const optionalText = (brief: string, placeholder: string) =>
  ({ kind: 'parsed', parse: text, optional: true, brief, placeholder }) as const;
const ids = (brief: string) => ({ ...optionalText(brief, 'ids'), variadic: ',' }) as const;
const yes = (brief: string) => ({ kind: 'boolean', default: false, withNegated: false, brief }) as const;

export const fixCommand = buildCommand<FixFlags, string[], Context>({
  loader: async () => (await import('./run.js')).run,
  parameters: {
    flags: {
      ...clusterFlags,
      ...liveFlags,
      format: { kind: 'enum', values: FORMATS, optional: true, brief: 'how the changes are printed (default diff)' },
      write: yes('rewrite the files in place'),
      check: yes('exit with 1 when there is something to fix'),
      unsafe: yes('also make the fixes that can break something'),
      namespaceLabels: yes('print a Kustomize component that labels namespaces at the strictest level their pods pass'),
      output: {
        ...optionalText('write what would be printed to this file', 'file'),
        parse: outputFile(FORMATS),
      },
      severity: {
        kind: 'enum',
        values: SEVERITIES,
        optional: true,
        brief: 'fix only findings at least this severe (default low)',
      },
      rules: ids('fix only findings of these rules or families'),
      skip: ids('leave findings of these rules or families alone'),
      baseline: optionalText('leave the findings of this baseline or JSON report alone', 'file'),
      namespace: optionalText('change only objects of this namespace', 'name'),
      config: optionalText('configuration file (default .bulkhead.yaml when present)', 'file'),
    },
    aliases: { o: 'output', n: 'namespace', w: 'write' },
    positional: inputPaths,
  },
  docs: {
    brief: 'fixes what the audit finds, comments and order kept',
    fullDescription: [
      'Prints the changes as a diff, or makes them with --write. Safe fixes only, after which whatever worked before',
      'still works; --unsafe makes the others too and names what each can break.',
      '',
      'Exit codes: 0 done, 1 with --check when there is something to fix, 2 wrong usage,',
      '3 input not read completely, or a fix that could not be written.',
      '',
      '  bulkhead fix deploy/                       what would be changed',
      '  bulkhead fix deploy/ --write               the files, rewritten in place',
      '  kubectl get deploy -A -o yaml | bulkhead fix - --format json-patch',
      '  bulkhead fix overlays/prod --unsafe --format kustomize --output fixes/kustomization.yaml',
      '  bulkhead fix --context prod --namespace-labels      the component that labels the namespaces of a cluster',
    ].join('\n'),
  },
});
