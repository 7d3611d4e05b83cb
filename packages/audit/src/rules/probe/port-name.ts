import type { Container, Probe } from '@bulkhead/apimachinery/types/core-v1';
import type { Report, WorkloadRule } from '../../rule.js';

const PROBES = ['startupProbe', 'livenessProbe', 'readinessProbe'] as const;
const LISTS = ['initContainers', 'containers'] as const;

export const portName: WorkloadRule = {
  id: 'probe/port-name',
  title: 'A probe of a port that is not there',
  severity: 'low',
  gains: 'availability',
  isAlwaysUsual: true,
  layer: 'container',
  standards: [],
  description:
    'A probe names its port, and the container declares no port of that name. The API server takes it; the kubelet cannot find the port, and the probe fails.',
  risk: 'With liveness and startup the container is restarted without end, with readiness it never serves.',
  remediation: 'Use the name of a port of the same container, or the number.',
  subject: 'workload',
  check: (workload): readonly Report[] | undefined => {
    let found: Report[] | undefined;
    for (const list of LISTS) {
      for (const [index, container] of (workload.pod.spec?.[list] ?? []).entries()) {
        for (const probe of PROBES) {
          const field = missingPort(container, container[probe]);
          if (field === undefined) continue;
          const fields = [workload.path(`spec.${list}[${index}].${probe}.${field.path}.port`)];
          const message = `${probe} of container ${JSON.stringify(container.name ?? '')} asks port ${JSON.stringify(field.port)}, which the container does not declare`;
          found ??= [];
          found.push({ fields, message });
        }
      }
    }
    return found;
  },
};

function missingPort(container: Container, probe: Probe | undefined): { path: string; port: string } | undefined {
  for (const path of ['httpGet', 'tcpSocket'] as const) {
    const port = probe?.[path]?.port;
    // A text of digits is a number to the kubelet.
    if (typeof port !== 'string' || /^\d+$/.test(port)) continue;
    if (container.ports?.some(({ name }) => name === port) !== true) return { path, port };
  }
  return undefined;
}
