import { worldBlocks } from '@bulkhead/engine/network-policy';
import type { AuditObject } from '../../audit-object.js';
import type { ObjectRule } from '../../rule.js';
import { portsText, SERVICES, SYSTEM_NAMESPACES, serviceSpec } from './service.js';

/** Annotations with which clouds make a load balancer that the internet does not reach, and the values that do. */
const INTERNAL: ReadonlyMap<string, readonly string[]> = new Map([
  ['service.beta.kubernetes.io/aws-load-balancer-internal', ['true', '0.0.0.0/0']],
  ['service.beta.kubernetes.io/aws-load-balancer-scheme', ['internal']],
  ['service.beta.kubernetes.io/azure-load-balancer-internal', ['true']],
  ['service.beta.kubernetes.io/openstack-internal-load-balancer', ['true']],
  ['service.beta.kubernetes.io/oci-load-balancer-internal', ['true']],
  ['networking.gke.io/load-balancer-type', ['internal']],
  ['cloud.google.com/load-balancer-type', ['internal']],
]);
const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';
/** What is there to be reached by everybody. */
const WEB_PORTS: ReadonlySet<number> = new Set([80, 443]);

export const loadBalancer: ObjectRule = {
  id: 'exposure/load-balancer',
  title: 'A load balancer for everybody',
  severity: 'low',
  gains: 'network',
  layer: 'cloud',
  standards: ['MITRE:T1190'],
  description:
    'The Service asks the cloud for a load balancer and does not say who may use it: `loadBalancerSourceRanges` is absent, or holds every address. Ports 80 and 443 alone are only noted; a system namespace makes it worse.',
  risk: 'Whoever finds the address reaches the ports: databases and consoles are found within hours.',
  remediation:
    'List the networks in `spec.loadBalancerSourceRanges`, ask for an internal load balancer by the annotation of the cloud, or put an Ingress in front.',
  subject: 'object',
  kinds: SERVICES,
  check: (object) => {
    const spec = serviceSpec(object);
    if (spec?.type !== 'LoadBalancer' || isInternal(object)) return undefined;
    const ranges = spec.loadBalancerSourceRanges ?? rangesOf(object);
    const open = worldBlocks(ranges);
    if (ranges.length > 0 && open.length === 0) return undefined;
    const isWeb = (spec.ports ?? []).every(({ port = 0 }) => WEB_PORTS.has(port));
    const isSystem = SYSTEM_NAMESPACES.has(object.identity.namespace);
    return {
      fields: ['spec.loadBalancerSourceRanges'],
      message: `port ${portsText(spec)} is open to ${open.length > 0 ? open.join(', ') : 'every address that reaches the load balancer'}`,
      severity: isSystem ? 'medium' : isWeb ? 'info' : 'low',
    };
  },
};

const isInternal = ({ metadata: { annotations = {} } }: AuditObject): boolean =>
  [...INTERNAL].some(
    ([key, values]) => Object.hasOwn(annotations, key) && values.includes((annotations[key] ?? '').toLowerCase()),
  );

function rangesOf({ metadata: { annotations = {} } }: AuditObject): readonly string[] {
  const text = Object.hasOwn(annotations, SOURCE_RANGES) ? (annotations[SOURCE_RANGES] ?? '') : '';
  return text.split(',').filter((range) => range.trim() !== '');
}
