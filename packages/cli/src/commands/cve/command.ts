import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.js';
import { type ClusterFlags, clusterFlags } from '../../options/cluster-options.js';
import { inputPaths } from '../../options/input-paths.js';
import { type LiveFlags, liveFlags } from '../../options/live-options.js';
import { outputFile } from '../../options/output-file.js';
import { text } from '../../options/text.js';

const FORMATS = ['table', 'json'] as const;
const THRESHOLDS = ['critical', 'high', 'medium', 'low', 'none'] as const;

export interface CveFlags extends ClusterFlags, LiveFlags {
  readonly feed?: string;
  readonly allowHttp: boolean;
  readonly id?: readonly string[];
  readonly format: (typeof FORMATS)[number];
  readonly output?: string;
  readonly failOn: (typeof THRESHOLDS)[number];
  readonly serve: boolean;
  readonly listen: string;
}

export const cveCommand = buildCommand<CveFlags, string[], Context>({
  loader: async () => (await import('./run.js')).run,
  parameters: {
    flags: {
      ...clusterFlags,
      ...liveFlags,
      kubernetesVersion: {
        ...clusterFlags.kubernetesVersion,
        brief: 'version of the components that the input does not show, with its patch release: 1.33.4',
      },
      feed: {
        kind: 'parsed',
        parse: text,
        optional: true,
        brief: 'the Kubernetes CVE feed from this file or URL instead of the built-in one',
        placeholder: 'file|url',
      },
      allowHttp: {
        kind: 'boolean',
        default: false,
        brief: 'take a feed from other hosts than this one, or read a cluster, over plain http',
      },
      id: {
        kind: 'parsed',
        parse: text,
        optional: true,
        variadic: ',',
        brief: 'only these vulnerabilities, with everything that is known of them',
        placeholder: 'CVE-..',
      },
      format: { kind: 'enum', values: FORMATS, default: 'table', brief: 'how the verdicts are written' },
      output: {
        kind: 'parsed',
        parse: outputFile(FORMATS),
        optional: true,
        brief: 'write the verdicts to this file',
        placeholder: 'file',
      },
      failOn: {
        kind: 'enum',
        values: THRESHOLDS,
        default: 'high',
        brief: 'exit with 1 when affected by something at least this severe',
      },
      serve: { kind: 'boolean', default: false, brief: 'answer the feed over HTTP as JSON Feed' },
      listen: {
        kind: 'parsed',
        parse: text,
        default: '127.0.0.1:8088',
        brief: 'of --serve: address and port; port 0 takes a free one',
        placeholder: 'host:port',
      },
    },
    aliases: { o: 'output' },
    positional: inputPaths,
  },
  docs: {
    brief: 'the Kubernetes CVE feed against components, nodes and images: affected, not affected, or unknown',
    fullDescription: [
      'Finds the versions of components in statuses of nodes and in images of workloads, and asks of each known',
      'vulnerability whether its versions and conditions are met: a feature gate, a flag, an admission plugin, Windows',
      'nodes, a field that workloads use. Says why, where it stands, and whether what mitigates is there.',
      '',
      'Exit codes: 0 nothing at or above --fail-on, 1 affected by something, 2 wrong usage, 3 input not read completely.',
      '',
      '  bulkhead cve --kubernetes-version 1.33.2      the feed against a version',
      '  bulkhead cve dump.yaml                        against nodes, images and flags',
      '  bulkhead cve dump.yaml --id CVE-2025-1974     one of them in detail',
      '  bulkhead cve --feed https://kubernetes.io/docs/reference/issues-security/official-cve-feed/index.json dump.yaml',
      '  bulkhead cve --serve --listen 127.0.0.1:8088  the feed as JSON Feed',
    ].join('\n'),
  },
});
