import type { ObjectRule } from '../../rule.js';
import { SERVICES, serviceSpec } from './service.js';

export const externalIPs: ObjectRule = {
  id: 'exposure/external-ips',
  title: 'Takes over external addresses',
  severity: 'medium',
  gains: 'network',
  isAlwaysUsual: true,
  layer: 'cluster',
  standards: ['CVE-2020-8554', 'MITRE:T1557'],
  description:
    'The Service lists `externalIPs`. Every node sends what pods send to these addresses to the pods of the Service, whoever owns the addresses. Kubernetes does not check that, and deprecates the field.',
  risk: 'Whoever may write a Service reads and answers the traffic of the whole cluster to any address, such as a DNS server or an API outside.',
  remediation:
    'Use a LoadBalancer Service, an Ingress or a Gateway; refuse the field with the admission plugin DenyServiceExternalIPs.',
  subject: 'object',
  kinds: SERVICES,
  check: (object) => {
    const addresses = serviceSpec(object)?.externalIPs ?? [];
    if (addresses.length === 0) return undefined;
    return {
      fields: ['spec.externalIPs'],
      message: `every node sends traffic for ${addresses.join(', ')} to the pods of this Service`,
    };
  },
};
