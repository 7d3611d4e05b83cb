import type { ObjectRule } from '../../rule.js';
import { portsText, SERVICES, SYSTEM_NAMESPACES, serviceSpec } from './service.js';

export const nodePort: ObjectRule = {
  id: 'exposure/node-port',
  title: 'A port on every node',
  severity: 'low',
  gains: 'network',
  layer: 'cluster',
  standards: ['MITRE:T1190'],
  description:
    'The Service is of type NodePort: its ports are open on the addresses of every node, past load balancers, Ingress and, in most network plugins, the source addresses of network policies.',
  risk: 'Whoever reaches one node, from the internet where nodes have public addresses, reaches the pods.',
  remediation: 'Use ClusterIP behind an Ingress or Gateway, or a LoadBalancer Service with `loadBalancerSourceRanges`.',
  subject: 'object',
  kinds: SERVICES,
  check: (object) => {
    const spec = serviceSpec(object);
    if (spec?.type !== 'NodePort') return undefined;
    const numbers = (spec.ports ?? []).flatMap(({ nodePort: number }) => (number === undefined ? [] : [number]));
    const where = numbers.length > 0 ? ` as ${numbers.join(', ')}` : '';
    return {
      fields: ['spec.type'],
      message: `port ${portsText(spec)} is open on every node${where}`,
      severity: SYSTEM_NAMESPACES.has(object.identity.namespace) ? 'medium' : 'low',
    };
  },
};
