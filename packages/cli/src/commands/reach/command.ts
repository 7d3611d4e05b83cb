import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.js';
import { type ClusterFlags, clusterFlags } from '../../options/cluster-options.js';
import { INPUT_PATHS } from '../../options/input-paths.js';
import { type LiveFlags, liveFlags } from '../../options/live-options.js';
import { outputFile } from '../../options/output-file.js';
import { text } from '../../options/text.js';

export const FORMATS = ['table', 'json', 'csv', 'dot', 'html'] as const;

export interface ReachFlags extends ClusterFlags, LiveFlags {
  readonly from?: string;
  readonly to?: string;
  readonly port?: string;
  readonly protocol?: string;
  readonly exposure: boolean;
  readonly diff: boolean;
  readonly batch?: string;
  readonly flows?: string;
  readonly ipBlockMatchesPods: boolean;
  readonly format: (typeof FORMATS)[number];
  readonly output?: string;
}

export const reachCommand = buildCommand<ReachFlags, string[], Context>({
  loader: async () => (await import('./run.js')).run,
  parameters: {
    flags: {
      ...clusterFlags,
      ...liveFlags,
      from: {
        kind: 'parsed',
        parse: text,
        optional: true,
        brief: 'source: NAMESPACE/NAME of a pod or workload, an IP address, svc:NAMESPACE/NAME, or node:NAME[@IP]',
        placeholder: 'side',
      },
      to: { kind: 'parsed', parse: text, optional: true, brief: 'destination, as --from', placeholder: 'side' },
      port: {
        kind: 'parsed',
        parse: text,
        optional: true,
        brief: "port of the destination; of a service the service's own",
        placeholder: 'number',
      },
      protocol: {
        kind: 'parsed',
        parse: text,
        optional: true,
        brief: 'TCP, UDP or SCTP (default TCP)',
        placeholder: 'name',
      },
      exposure: {
        kind: 'boolean',
        default: false,
        brief: 'how far each workload is open to addresses outside and to pods that nobody knows',
      },
      diff: { kind: 'boolean', default: false, brief: 'what changes from the first path to the second' },
      batch: {
        kind: 'parsed',
        parse: text,
        optional: true,
        brief: 'answer questions from this file, one JSON object a line; - is stdin',
        placeholder: 'file',
      },
      flows: {
        kind: 'parsed',
        parse: text,
        optional: true,
        brief: 'suggest: the flows to keep, JSON or CSV lines; - is stdin',
        placeholder: 'file',
      },
      ipBlockMatchesPods: {
        kind: 'boolean',
        default: true,
        brief: 'whether the network plugin lets ipBlock match addresses of pods, as most do',
      },
      format: { kind: 'enum', values: FORMATS, default: 'table', brief: 'how the answer is written' },
      output: {
        kind: 'parsed',
        parse: outputFile(FORMATS),
        optional: true,
        brief: 'write the answer to this file',
        placeholder: 'file',
      },
    },
    aliases: { o: 'output' },
    positional: {
      kind: 'array',
      parameter: {
        brief: `${INPUT_PATHS}; "suggest" before it writes policies`,
        parse: text,
        placeholder: 'path',
      },
    },
  },
  docs: {
    brief: 'who reaches whom, by NetworkPolicy and the policies of administrators, and why',
    fullDescription: [
      'Reads pods, workloads, namespaces, services and policies, and lists every connection that policies let through:',
      'between workloads, and between each of them and blocks of addresses outside. Ports are those of the destination pod.',
      'Policies that the API server would refuse grant nothing and are named in its words; hints on the policies follow',
      'with the line.',
      '',
      'With --from, --to and --port: one question, and which rules of which policies decide it. With --from or --to alone:',
      'the list of that workload. suggest: a default deny for every namespace and policies that keep the flows of --flows',
      '(lines like {"from":"shop/web","to":"svc:shop/db","port":5432,"protocol":"TCP"} or shop/web,shop/db,5432,TCP), and DNS.',
      '',
      'Exit codes: 0 answered; 1 a question answered no, or --diff found changes; 2 wrong usage or refused policies;',
      '3 input not read completely.',
      '',
      '  bulkhead reach manifests/',
      '  bulkhead reach manifests/ --from shop/web --to svc:shop/db --port 5432',
      '  bulkhead reach manifests/ --exposure',
      '  bulkhead reach --diff old/ new/',
      '  bulkhead reach manifests/ --format html --output reach.html',
      '  bulkhead reach suggest manifests/ --flows flows.csv > policies.yaml',
    ].join('\n'),
  },
});
