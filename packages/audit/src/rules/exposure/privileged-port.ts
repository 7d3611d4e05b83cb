import { privilegedPorts } from '@bulkhead/engine/security-context';
import type { Report, WorkloadRule } from '../../rule.js';

export const privilegedPort: WorkloadRule = {
  id: 'exposure/privileged-port',
  title: 'A port that the user may be unable to open',
  severity: 'low',
  gains: 'availability',
  layer: 'container',
  standards: [],
  description:
    'A container that is not root declares a port below 1024 and has no NET_BIND_SERVICE that a program of its could use. Whether it can listen there decides net.ipv4.ip_unprivileged_port_start: containerd 2 sets it to 0 in pods with a network of their own, older versions and CRI-O leave it at 1024.',
  risk: 'On some nodes the program ends with "permission denied", and the usual repair is root.',
  remediation:
    'Listen on 1024 or above and let the Service translate, or set the sysctl net.ipv4.ip_unprivileged_port_start to 0 in the pod: the level restricted allows it.',
  subject: 'workload',
  check: (workload): Report | undefined => {
    const found = privilegedPorts(workload.pod);
    const [first] = found;
    if (first === undefined) return undefined;
    const names = [...new Set(found.map(({ container }) => JSON.stringify(container)))];
    const ports = [...new Set(found.map(({ port }) => port))].join(' and ');
    const user = first.uid === null ? 'a user other than root' : `uid ${first.uid}`;
    const where = first.dependsOnRuntime
      ? 'that needs NET_BIND_SERVICE or a port from 1024 on, and works only where net.ipv4.ip_unprivileged_port_start is 0 (containerd 2)'
      : 'in the network of the machine that needs NET_BIND_SERVICE or a port from 1024 on';
    return {
      // `security-context/without-effect` speaks of the capability.
      severity: found.every(({ hasUselessCapability }) => hasUselessCapability) ? 'info' : 'low',
      fields: found.map(({ fieldPath }) => workload.path(fieldPath)),
      message: `${names.length === 1 ? 'container' : 'containers'} ${names.join(', ')} listens on ${ports} as ${user}: ${where}`,
    };
  },
};
