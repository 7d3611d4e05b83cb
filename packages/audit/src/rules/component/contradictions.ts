/** Workloads that need what the components beside them have turned off, or force to be otherwise. */
import { decodeObject, type VersionProfile } from '@bulkhead/apimachinery';
import { checks } from '@bulkhead/engine/hardening';
import type { Report, WorkloadRule } from '../../rule.js';
import { serverDecoding } from '../../server-decoding.js';
import type { Workload } from '../../workload.js';

const gateOff: WorkloadRule = {
  id: 'component/gate-off',
  title: 'A component beside it has turned off what the workload uses',
  severity: 'high',
  gains: 'node',
  layer: 'cluster',
  standards: [],
  description:
    'The version has the feature on, and the flags or the file of the API server or of a kubelet in the same input turn its gate off.',
  risk: 'The API server drops the field without a word, or the kubelet does not act on it: the workload looks protected and is not.',
  remediation: 'Take the gate out of the feature gates of the component, or do without the field knowingly.',
  subject: 'workload',
  check: (workload, cluster) => {
    const { apiServers, kubelets, profile } = cluster.components.surroundings;
    if (apiServers.length + kubelets.length === 0) return undefined;
    const reports = new Map<string, Report>();
    for (const [name, { gates }] of [
      ...apiServers.map((server) => ['the API server', server] as const),
      ...kubelets.map((kubelet) => ['a kubelet', kubelet] as const),
    ]) {
      if (![...gates.own.values()].includes(false)) continue;
      const own = { minor: profile.minor, enabled: (gate: string) => gates.enabled(gate) };
      for (const { gate, path } of newlyDropped(workload, own)) {
        const message = `feature gate ${gate} is off in ${name} of this input: ${path} has no effect`;
        reports.set(`${name} ${path}`, { fields: [path], message });
      }
    }
    return [...reports.values()];
  },
};

/** Fields that go with the gates of the component and stay with those of the cluster. */
function newlyDropped(
  { source }: Workload,
  profile: VersionProfile,
): readonly { readonly gate: string; readonly path: string }[] {
  const known = new Set(source.schemaFindings.flatMap((finding) => ('path' in finding ? [finding.path] : [])));
  return decodeObject(source.source.value, profile, serverDecoding(profile)).findings.flatMap((finding) =>
    finding.kind === 'field-gate-off' && !known.has(finding.path) ? [finding] : [],
  );
}

const pullPolicyOverridden: WorkloadRule = {
  id: 'component/pull-policy-overridden',
  title: 'The API server makes the pull policy Always',
  severity: 'medium',
  gains: 'availability',
  layer: 'cluster',
  standards: [],
  description:
    'AlwaysPullImages is enabled in the API server of the same input, and a container says that its image is never pulled.',
  risk: 'An image that is on the nodes alone cannot be pulled, and the pods do not start.',
  remediation: 'Put the image into a registry that the nodes reach, or have kubelets verify credentials instead.',
  subject: 'workload',
  check: (workload, { components }) => {
    const { apiServers } = components.surroundings;
    if (!apiServers.some((server) => checks.isEnabled(server, 'AlwaysPullImages'))) return undefined;
    const { containers = [], initContainers = [] } = workload.pod.spec ?? {};
    const fields = [
      ...initContainers.map((container, index) => ({ container, path: `spec.initContainers[${index}]` })),
      ...containers.map((container, index) => ({ container, path: `spec.containers[${index}]` })),
    ].flatMap(({ container, path }) =>
      container.imagePullPolicy === 'Never' ? [workload.path(`${path}.imagePullPolicy`)] : [],
    );
    if (fields.length === 0) return undefined;
    const message = 'AlwaysPullImages of the API server in this input makes imagePullPolicy Never into Always';
    return { fields, message };
  },
};

export const contradictionRules = [gateOff, pullPolicyOverridden];
