/**
 * Namespaces of the host together with a user namespace. hostPID and hostIPC are never allowed; hostNetwork is with
 * KEP-5607, but the host's network belongs to the initial user namespace: NET_ADMIN, NET_RAW and NET_BIND_SERVICE have
 * no power over it.
 * Sources: pkg/features/kube_features.go (prerequisites); component-helpers nodedeclaredfeatures; KEP-5607.
 */
import type { VersionProfile } from '@bulkhead/apimachinery';
import type { PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import { type Step, stepAt } from '../security-context/by-minor.js';
import { listOf, objectOf } from '../security-context/plain-values.js';
import type { PodContainer } from '../security-context/pod-containers.js';
import type { Break, UserNamespaceFacts } from './break.js';
import { allowsHostNetwork } from './validate-host-users.js';

/** Gates without which the components do not start when UserNamespacesHostNetworkSupport is on. */
const PREREQUISITES: readonly [Step<readonly string[]>, ...Step<readonly string[]>[]] = [
  { from: 35, value: ['UserNamespacesSupport'] },
  { from: 36, value: ['UserNamespacesSupport', 'NodeDeclaredFeatures'] },
];

const FEATURE = 'UserNamespacesHostNetworkSupport';

/** From this minor on a node says whether it can do both. */
const NODES_DECLARE_IT = 36;

/** The first port that any process may listen on; the default of net.ipv4.ip_unprivileged_port_start. */
const FIRST_UNPRIVILEGED_PORT = 1024;

/** What stands in the way of hostNetwork, hostPID and hostIPC. */
export function addHostNamespaceBreaks(
  breaks: Break[],
  spec: PodSpec,
  containers: readonly PodContainer[],
  profile: VersionProfile,
  facts: UserNamespaceFacts | undefined,
): void {
  if (spec.hostNetwork === true && addHostNetwork(breaks, profile, facts)) addPorts(breaks, containers);
  if (spec.hostPID === true) breaks.push(forbidden('host-pid', 'spec.hostPID'));
  if (spec.hostIPC === true) breaks.push(forbidden('host-ipc', 'spec.hostIPC'));
}

const forbidden = (cause: 'host-pid' | 'host-ipc', fieldPath: string): Break => ({
  cause,
  fieldPath,
  message: `${fieldPath.slice('spec.'.length)} is refused with hostUsers: false`,
  severity: 'error',
});

/** Whether the two are allowed together. */
function addHostNetwork(breaks: Break[], profile: VersionProfile, facts: UserNamespaceFacts | undefined): boolean {
  const fieldPath = 'spec.hostNetwork';
  const cause = 'host-network';
  if (!allowsHostNetwork(profile)) {
    const later = profile.minor < 35 ? '' : `, unless the feature gate ${FEATURE} is on`;
    const message = `hostNetwork is refused with hostUsers: false${later}`;
    breaks.push({ cause, fieldPath, message, severity: 'error' });
    return false;
  }
  for (const gate of stepAt(PREREQUISITES, profile.minor)) {
    if (profile.enabled(gate)) continue;
    const message = `the feature gate ${FEATURE} needs ${gate}: without it the components do not start`;
    breaks.push({ cause: 'feature-gate', fieldPath, message, severity: 'error' });
  }
  if (lacksDeclaredFeature(profile, facts)) {
    const message = `the node does not declare the feature ${FEATURE}`;
    breaks.push({ cause: 'declared-feature', fieldPath, message, severity: 'error' });
  }
  const message = "NET_ADMIN, NET_RAW and NET_BIND_SERVICE have no power over the host's network";
  breaks.push({ cause, fieldPath, message, severity: 'warning' });
  return true;
}

/** Whether the scheduler and the kubelet would turn the pod away from this node. */
export const lacksDeclaredFeature = (profile: VersionProfile, facts: UserNamespaceFacts | undefined): boolean =>
  profile.minor >= NODES_DECLARE_IT &&
  facts?.declaredFeatures !== undefined &&
  !facts.declaredFeatures.includes(FEATURE);

function addPorts(breaks: Break[], containers: readonly PodContainer[]): void {
  for (const item of containers) {
    const ports = listOf(item.container.ports);
    for (let index = 0; index < ports.length; index++) {
      const port = objectOf(ports[index])?.containerPort;
      if (typeof port !== 'number' || port <= 0 || port >= FIRST_UNPRIVILEGED_PORT) continue;
      breaks.push({
        cause: 'host-network',
        fieldPath: `${item.path}.ports[${index}].containerPort`,
        message: `port ${port} cannot be bound: ports below ${FIRST_UNPRIVILEGED_PORT} need a capability over the host's network`,
        severity: 'warning',
      });
    }
  }
}
