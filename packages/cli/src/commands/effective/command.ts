import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.js';
import { type ClusterFlags, clusterFlags } from '../../options/cluster-options.js';
import { inputPaths } from '../../options/input-paths.js';
import { type LiveFlags, liveFlags } from '../../options/live-options.js';

export const RUNTIMES = ['containerd', 'cri-o'] as const;

export interface EffectiveFlags extends ClusterFlags, LiveFlags {
  readonly format: 'table' | 'json';
  readonly runtime: (typeof RUNTIMES)[number];
  readonly seccompDefault?: boolean;
}

export const effectiveCommand = buildCommand<EffectiveFlags, string[], Context>({
  loader: async () => (await import('./run.js')).run,
  parameters: {
    flags: {
      ...clusterFlags,
      ...liveFlags,
      format: { kind: 'enum', values: ['table', 'json'], default: 'table', brief: 'how the contexts are written' },
      runtime: { kind: 'enum', values: RUNTIMES, default: 'containerd', brief: 'container runtime of the nodes' },
      seccompDefault: { kind: 'boolean', optional: true, brief: "the kubelets' seccompDefault (default unset: false)" },
    },
    positional: inputPaths,
  },
  docs: {
    brief: 'what the kernel will see of each container, and which settings have no effect',
    fullDescription: [
      'Prints the effective security context of every container: user, groups, capability sets, no_new_privs,',
      'seccomp, AppArmor, SELinux, user namespace and mounts, which level set each value, and the settings that the',
      'chosen version ignores.',
      '',
      '  bulkhead effective deployment.yaml',
      '  bulkhead effective pod.yaml --kubernetes-version 1.29 --format json',
    ].join('\n'),
  },
});
