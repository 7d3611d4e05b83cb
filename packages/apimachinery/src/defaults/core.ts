/**
 * Defaults of services, namespaces, secrets and the other kinds of the core group without pods.
 * Source: pkg/apis/core/v1/defaults.go.
 */
import type {
  Endpoints,
  LimitRange,
  LimitRangeItem,
  LoadBalancerIngress,
  Namespace,
  Node,
  ResourceQuota,
  Secret,
  Service,
  ServicePort,
  ServiceSpec,
  ServiceStatus,
} from '../generated/types/core-v1.js';
import type { ValidationOptions } from '../validation/validation-options.js';
import { isObject, mapField, mapItems, mapStruct, pointerDefault, textDefault, withChanges } from './changes.js';
import { defaultResourceList, type ResourceList, setOwn } from './resource-list.js';

const AFFINITY_SECONDS = 10_800;
const NAME_LABEL = 'kubernetes.io/metadata.name';

export function defaultService(service: Service, { loadBalancerIPMode }: ValidationOptions): Service {
  const spec = mapStruct(service.spec, defaultServiceSpec);
  const hasModes = loadBalancerIPMode && service.spec?.type === 'LoadBalancer';
  return withChanges(service, { spec, status: hasModes ? mapField(service.status, defaultIPModes) : undefined });
}

const defaultIPModes = (status: ServiceStatus): ServiceStatus =>
  withChanges(status, {
    loadBalancer: mapField(status.loadBalancer, (balancer) =>
      withChanges(balancer, { ingress: mapItems(balancer.ingress, defaultIPMode) }),
    ),
  });

const defaultIPMode = (ingress: LoadBalancerIngress): LoadBalancerIngress =>
  (ingress.ip ?? '') === '' ? ingress : withChanges(ingress, { ipMode: pointerDefault(ingress.ipMode, 'VIP') });

function defaultServiceSpec(spec: ServiceSpec): ServiceSpec {
  const type = spec.type === undefined || spec.type === '' ? 'ClusterIP' : spec.type;
  const isExternal =
    type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && (spec.externalIPs?.length ?? 0) > 0);
  const isInternal = type === 'LoadBalancer' || type === 'NodePort' || type === 'ClusterIP';
  const changed = withChanges(spec, {
    sessionAffinity: textDefault(spec.sessionAffinity, 'None'),
    type,
    ports: mapItems(spec.ports, defaultServicePort),
    externalTrafficPolicy: isExternal ? textDefault(spec.externalTrafficPolicy, 'Cluster') : undefined,
    internalTrafficPolicy: isInternal ? pointerDefault(spec.internalTrafficPolicy, 'Cluster') : undefined,
    allocateLoadBalancerNodePorts:
      type === 'LoadBalancer' ? pointerDefault(spec.allocateLoadBalancerNodePorts, true) : undefined,
  });
  return defaultSessionAffinity(changed);
}

function defaultSessionAffinity(spec: ServiceSpec): ServiceSpec {
  if (spec.sessionAffinity === 'None' && spec.sessionAffinityConfig !== undefined) {
    const { sessionAffinityConfig: _, ...rest } = spec;
    return rest;
  }
  const seconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds;
  if (spec.sessionAffinity !== 'ClientIP' || (seconds !== undefined && seconds !== null)) return spec;
  return { ...spec, sessionAffinityConfig: { clientIP: { timeoutSeconds: AFFINITY_SECONDS } } };
}

function defaultServicePort(port: ServicePort): ServicePort {
  const target = port.targetPort;
  const isUnset = target === undefined || target === null || target === 0 || target === '';
  return withChanges(port, {
    protocol: textDefault(port.protocol, 'TCP'),
    targetPort: isUnset ? (port.port ?? 0) : undefined,
  });
}

export function defaultNamespace(namespace: Namespace): Namespace {
  const name = namespace.metadata?.name;
  if (name === undefined || name === '' || namespace.metadata?.labels?.[NAME_LABEL] === name) return namespace;
  const labels = { ...namespace.metadata?.labels, [NAME_LABEL]: name };
  return { ...namespace, metadata: { ...namespace.metadata, labels } };
}

export function defaultSecret(secret: Secret): Secret {
  return withChanges(secret, { type: textDefault(secret.type, 'Opaque') });
}

export function defaultEndpoints(endpoints: Endpoints): Endpoints {
  return withChanges(endpoints, {
    subsets: mapItems(endpoints.subsets, (subset) =>
      withChanges(subset, {
        ports: mapItems(subset.ports, (port) => withChanges(port, { protocol: textDefault(port.protocol, 'TCP') })),
      }),
    ),
  });
}

export function defaultNode(node: Node): Node {
  const status = node.status;
  if (status?.allocatable !== undefined || status?.capacity === undefined) return node;
  return { ...node, status: { ...status, allocatable: status.capacity } };
}

export function defaultResourceQuota(quota: ResourceQuota): ResourceQuota {
  return withChanges(quota, {
    spec: mapStruct(quota.spec, (spec) => withChanges(spec, { hard: defaultResourceList(spec.hard) })),
  });
}

export function defaultLimitRange(limitRange: LimitRange): LimitRange {
  return withChanges(limitRange, {
    spec: mapStruct(limitRange.spec, (spec) => withChanges(spec, { limits: mapItems(spec.limits, defaultLimits) })),
  });
}

/** Of containers: defaults from the maximum, default requests from the defaults, then from the minimum. */
function defaultLimits(item: LimitRangeItem): LimitRangeItem {
  const rounded = withChanges(item, {
    max: defaultResourceList(item.max),
    min: defaultResourceList(item.min),
    default: defaultResourceList(item.default),
    defaultRequest: defaultResourceList(item.defaultRequest),
    maxLimitRequestRatio: defaultResourceList(item.maxLimitRequestRatio),
  });
  if (rounded.type !== 'Container') return rounded;
  const limits = fillIn(rounded.default, rounded.max);
  return withChanges(rounded, {
    default: limits,
    defaultRequest: fillIn(fillIn(rounded.defaultRequest, limits), rounded.min),
  });
}

function fillIn(own: ResourceList | undefined, source: ResourceList | undefined): ResourceList {
  const known: ResourceList = isObject<ResourceList>(own) ? own : {};
  if (!isObject<ResourceList>(source)) return known;
  const missing = Object.keys(source).filter((name) => !Object.hasOwn(known, name));
  if (missing.length === 0) return known;
  const result: Record<string, string | number> = { ...known };
  for (const name of missing) setOwn(result, name, source[name] ?? '');
  return result;
}
