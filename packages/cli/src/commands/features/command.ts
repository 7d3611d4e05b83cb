import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.js';
import { type ClusterFlags, clusterFlags } from '../../options/cluster-options.js';
import { inputPaths } from '../../options/input-paths.js';
import { type LiveFlags, liveFlags } from '../../options/live-options.js';
import { text } from '../../options/text.js';
import { upgradeFromFlag } from '../../options/upgrade-from.js';

export interface FeaturesFlags extends ClusterFlags, LiveFlags {
  readonly from?: string;
  readonly format: 'table' | 'json';
  readonly kep?: readonly string[];
}

export const featuresCommand = buildCommand<FeaturesFlags, string[], Context>({
  loader: async () => (await import('./run.js')).run,
  parameters: {
    flags: {
      ...clusterFlags,
      ...liveFlags,
      from: upgradeFromFlag,
      kep: {
        kind: 'parsed',
        parse: text,
        optional: true,
        variadic: ',',
        brief: 'only the features of these KEPs: 127,5284',
        placeholder: 'numbers',
      },
      format: { kind: 'enum', values: ['table', 'json'], default: 'table', brief: 'how the report is written' },
    },
    positional: inputPaths,
  },
  docs: {
    brief: 'security features by version: what uses them, could use them, would break; how to turn them on',
    fullDescription: [
      'For each feature of the Kubernetes security model: its state in --kubernetes-version, what of the input uses',
      'it, could use it, or would be broken by it, and how to turn it on. Without a path, the states alone. With --from',
      'also how the states change, and every note of the upgrade: what matches the input, and what no file shows.',
      '',
      'Exit codes: 0 answered, 2 wrong usage, 3 input not read completely.',
      '',
      '  bulkhead features --kubernetes-version 1.34',
      '  bulkhead features deploy/ --kubernetes-version 1.36',
      '  bulkhead features deploy/ --kep 127,2535 --format json',
      '  bulkhead features deploy/ --from 1.33 --kubernetes-version 1.36   what the upgrade changes, too',
    ].join('\n'),
  },
});
