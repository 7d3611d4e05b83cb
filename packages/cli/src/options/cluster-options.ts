/** The two flags that say which cluster is meant, shared by all commands. */

import { formatMinor, MINORS } from '@bulkhead/apimachinery';
import { type ClusterProfile, clusterProfile } from '@bulkhead/features';
import { proposeVersions } from '../completion/propose.js';
import { UsageError } from '../context.js';
import { text } from './text.js';

/** The version that commands assume: the one whose answers were recorded from a real control plane. */
export const DEFAULT_KUBERNETES_VERSION = '1.35';

export interface ClusterFlags {
  readonly kubernetesVersion?: string;
  readonly featureGates?: string;
}

export const clusterFlags = {
  kubernetesVersion: {
    kind: 'parsed',
    parse: text,
    proposeCompletions: proposeVersions,
    optional: true,
    brief: `Kubernetes version whose behaviour is asked, ${formatMinor(MINORS[0] ?? 0)} to ${formatMinor(MINORS.at(-1) ?? 0)} (default ${DEFAULT_KUBERNETES_VERSION})`,
    placeholder: 'version',
  },
  featureGates: {
    kind: 'parsed',
    parse: text,
    optional: true,
    brief: 'feature gates that differ from the defaults of the version: A=true,B=false',
    placeholder: 'gates',
  },
} as const;

/** What a configuration file says of the cluster. */
export interface ConfiguredCluster {
  readonly kubernetesVersion?: string;
  readonly featureGates?: Readonly<Record<string, boolean>>;
}

/**
 * The profile that flags and configuration name; throws a UsageError with Kubernetes' own text. `found` is the version
 * that counts where neither names one.
 */
export function profileFrom(
  flags: ClusterFlags,
  configured: ConfiguredCluster = {},
  found: string = DEFAULT_KUBERNETES_VERSION,
): ClusterProfile {
  const result = clusterProfile({
    version: flags.kubernetesVersion ?? configured.kubernetesVersion ?? found,
    gates: flags.featureGates ?? { ...configured.featureGates },
  });
  if ('errors' in result) throw new UsageError(result.errors.join('; '));
  return result.profile;
}
