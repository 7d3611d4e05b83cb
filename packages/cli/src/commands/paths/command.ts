import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.js';
import { type ClusterFlags, clusterFlags } from '../../options/cluster-options.js';
import { inputPaths } from '../../options/input-paths.js';
import { type LiveFlags, liveFlags } from '../../options/live-options.js';
import { outputFile } from '../../options/output-file.js';
import { text } from '../../options/text.js';

const FORMATS = ['table', 'json', 'dot', 'html'] as const;
const THRESHOLDS = ['critical', 'high', 'medium', 'low', 'none'] as const;

export interface PathsFlags extends ClusterFlags, LiveFlags {
  readonly from?: readonly string[];
  readonly group?: readonly string[];
  readonly to?: readonly string[];
  readonly paths: string;
  readonly maxSteps: string;
  readonly limit: string;
  readonly cut: boolean;
  readonly failOn: (typeof THRESHOLDS)[number];
  readonly format: (typeof FORMATS)[number];
  readonly output?: string;
}

export const pathsCommand = buildCommand<PathsFlags, string[], Context>({
  loader: async () => (await import('./run.js')).run,
  parameters: {
    flags: {
      ...clusterFlags,
      ...liveFlags,
      from: {
        kind: 'parsed',
        parse: text,
        optional: true,
        variadic: ',',
        brief: 'starts: anonymous, user:NAME, group:NAME, serviceaccount:NS/NAME, deployment:NS/NAME, pod:NS/NAME, ...',
        placeholder: 'subjects',
      },
      group: {
        kind: 'parsed',
        parse: text,
        optional: true,
        variadic: ',',
        brief: 'groups that the users of --from are in',
        placeholder: 'names',
      },
      to: {
        kind: 'parsed',
        parse: text,
        optional: true,
        variadic: ',',
        brief:
          'targets: cluster-admin, node, node:NAME, secrets, secrets:NS, serviceaccount:NS/NAME (default the first, node and secrets of other namespaces), or a tactic, TACTIC:NS in a namespace: persistence, defense-evasion, credential-access, discovery, lateral-movement, collection, impact',
        placeholder: 'targets',
      },
      paths: {
        kind: 'parsed',
        parse: text,
        default: '1',
        brief:
          'paths from each start to each target: 1 is the shortest, more are all simple paths by length up to so many',
        placeholder: 'count',
      },
      maxSteps: {
        kind: 'parsed',
        parse: text,
        default: '12',
        brief: 'the longest path that is looked for',
        placeholder: 'count',
      },
      limit: {
        kind: 'parsed',
        parse: text,
        default: '100',
        brief: 'paths that are written, the worst first; 0 is all',
        placeholder: 'count',
      },
      cut: { kind: 'boolean', default: false, brief: 'name the fewest changes that remove every path to each target' },
      failOn: { kind: 'enum', values: THRESHOLDS, default: 'high', brief: 'exit with 1 on paths at least this severe' },
      format: { kind: 'enum', values: FORMATS, default: 'table', brief: 'how the paths are written' },
      output: {
        kind: 'parsed',
        parse: outputFile(FORMATS),
        optional: true,
        brief: 'write the paths to this file',
        placeholder: 'file',
      },
    },
    aliases: { o: 'output' },
    positional: inputPaths,
  },
  docs: {
    brief: 'attack paths: from whom to cluster-admin, a node or other secrets, and what to change',
    fullDescription: [
      'Searches roles, bindings, workloads, service accounts and namespace labels for ways to become more than one is.',
      'Each step names the rule and the binding that allow it, and what else it takes: "given" is in the input, "assumed"',
      'is not told by it. The default roles of the version are present. Without --from the search begins at the anonymous',
      'user, at everybody who is authenticated, at every workload (as if taken over), and at every bound subject.',
      '',
      'Exit codes: 0 no path at or above --fail-on, 1 some, 2 wrong usage, 3 input not read completely.',
      '',
      '  bulkhead paths manifests/',
      '  bulkhead paths dump.yaml --from serviceaccount:shop/web --to cluster-admin --paths 10',
      '  bulkhead paths dump.yaml --to cluster-admin --cut',
      '  bulkhead paths dump.yaml --to collection,lateral-movement:shop --limit 0',
      '  bulkhead paths dump.yaml --format html --output paths.html --fail-on none',
    ].join('\n'),
  },
});
