/**
 * The settings that etcd takes from its environment: `ETCD_CLIENT_CERT_AUTH` is `--client-cert-auth`. A flag of the same
 * name wins.
 *
 * Source: go.etcd.io/etcd/pkg/flags, SetFlagsFromEnv; etcd's documentation on configuration options.
 */
import type { Flag } from './flag-set.js';

export interface EnvironmentVariable {
  readonly name?: string;
  readonly value?: string;
}

const PREFIX = 'ETCD_';

/** `path` is the container's own. What comes from elsewhere is set, to a value that only the node knows. */
export function etcdEnvironment(environment: readonly EnvironmentVariable[], path: string): Flag[] {
  return environment.flatMap(({ name = '', value }, index) =>
    name.startsWith(PREFIX)
      ? [{ name: flagName(name), value: value ?? `$(${name})`, path: `${path}.env[${index}]` }]
      : [],
  );
}

const flagName = (variable: string): string => variable.slice(PREFIX.length).toLowerCase().replaceAll('_', '-');
