import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.js';
import { type ClusterFlags, clusterFlags } from '../../options/cluster-options.js';
import { inputPaths } from '../../options/input-paths.js';
import { type LiveFlags, liveFlags } from '../../options/live-options.js';
import { text } from '../../options/text.js';

export const LEVELS = ['privileged', 'baseline', 'restricted'] as const;

export interface PssFlags extends ClusterFlags, LiveFlags {
  readonly level?: (typeof LEVELS)[number];
  readonly version: string;
  readonly format: 'table' | 'json';
  readonly config?: string;
}

export const pssCommand = buildCommand<PssFlags, string[], Context>({
  loader: async () => (await import('./run.js')).run,
  parameters: {
    flags: {
      ...clusterFlags,
      ...liveFlags,
      level: {
        kind: 'enum',
        values: LEVELS,
        optional: true,
        brief: 'level to ask for (default baseline and restricted)',
      },
      version: {
        kind: 'parsed',
        parse: text,
        default: 'latest',
        brief: 'version of the policy: latest or v1.N',
        placeholder: 'version',
      },
      format: { kind: 'enum', values: ['table', 'json'], default: 'table', brief: 'how the verdicts are written' },
      config: {
        kind: 'parsed',
        parse: text,
        optional: true,
        brief: "the cluster's PodSecurityConfiguration or AdmissionConfiguration file",
        placeholder: 'file',
      },
    },
    positional: inputPaths,
  },
  docs: {
    brief: 'Pod Security verdicts of pods and pod templates, in the words of the API server',
    fullDescription: [
      'Evaluates every pod and pod template against the Pod Security Standards as kube-apiserver of',
      '--kubernetes-version does (--version is the version of the policy, the -version of a label), and shows',
      'for each namespace what labelling it with each level would warn of.',
      '',
      'Exit codes: 0 all allowed, 1 a pod is not, 2 wrong usage, 3 input not read completely.',
      '',
      '  bulkhead pss deploy/ --level restricted',
      '  bulkhead pss deploy/ --level baseline --version v1.29 --format json',
    ].join('\n'),
  },
});
