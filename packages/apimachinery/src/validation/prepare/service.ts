/**
 * What the API server fills in before it validates a service: the list of its addresses, and the port of health
 * checks. Addresses and IP families that it would allocate are left out.
 * Source: pkg/registry/core/service/storage/storage.go normalizeClusterIPs, alloc.go allocHealthCheckNodePort.
 */
import type { Service, ServiceSpec } from '../../generated/types/core-v1.js';
import { needsHealthCheck } from '../core/traffic-policies.js';
import { number, struct, text, texts } from '../zero-value.js';

/** The first port of the range from which the API server takes one. */
const ALLOCATED_PORT = 30_000;

export function prepareService(service: Service): Service {
  let spec: ServiceSpec = struct(service.spec);
  const clusterIP = text(spec.clusterIP);
  if (clusterIP !== '' && texts(spec.clusterIPs).length === 0) spec = { ...spec, clusterIPs: [clusterIP] };
  if (needsHealthCheck(spec) && number(spec.healthCheckNodePort) == 0) {
    spec = { ...spec, healthCheckNodePort: ALLOCATED_PORT };
  }
  return spec === service.spec ? service : { ...service, spec };
}
