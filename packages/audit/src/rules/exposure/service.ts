/** The Service that an object is, and what its annotations say of the load balancer. */
import type { ServiceSpec } from '@bulkhead/apimachinery/types/core-v1';
import { type AuditObject, read } from '../../audit-object.js';

export const SERVICES: ReadonlySet<string> = new Set(['Service']);

export function serviceSpec({ identity, object }: AuditObject): ServiceSpec | undefined {
  if (identity.apiVersion !== 'v1') return undefined;
  return read(object, 'spec') as ServiceSpec | undefined;
}

/** Namespaces whose services are the cluster's own. */
export const SYSTEM_NAMESPACES: ReadonlySet<string> = new Set(['kube-system', 'kubernetes-dashboard']);

/** `80, 443/UDP` */
export const portsText = ({ ports = [] }: ServiceSpec): string =>
  ports.map(({ port = 0, protocol = 'TCP' }) => (protocol === 'TCP' ? `${port}` : `${port}/${protocol}`)).join(', ');
