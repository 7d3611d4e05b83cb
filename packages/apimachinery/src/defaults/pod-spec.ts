/**
 * Defaults of pod specs, those of pods and those of templates too.
 * Source: pkg/apis/core/v1/defaults.go SetDefaults_PodSpec, SetDefaults_Pod, defaultHostNetworkPorts,
 * defaultPodRequests, defaultHugePagePodLimits; conversion.go (negative grace periods, serviceAccount).
 */
import type { Container, ContainerPort, PodSpec } from '../generated/types/core-v1.js';
import { formatQuantity } from '../quantity/index.js';
import { aggregate } from '../validation/pod/pod-resources.js';
import { isHugePagesResource, isOvercommitAllowed, isPodLevelResource } from '../validation/resource-name.js';
import type { ValidationOptions } from '../validation/validation-options.js';
import { isObject, mapField, mapItems, pointerDefault, textDefault, withChanges } from './changes.js';
import { defaultContainer } from './container.js';
import {
  defaultRequirements,
  defaultResourceList,
  type ResourceList,
  requestsFromLimits,
  setOwn,
} from './resource-list.js';
import { defaultVolume } from './volume.js';

const GRACE_PERIOD_SECONDS = 30;

/** Of pods and templates alike. */
export function defaultPodSpec(spec: PodSpec, options: ValidationOptions): PodSpec {
  const serviceAccount = spec.serviceAccountName ? undefined : spec.serviceAccount;
  return withChanges(spec, {
    volumes: mapItems(spec.volumes, (volume) => defaultVolume(volume, options.imageVolume)),
    initContainers: mapItems(spec.initContainers, defaultContainer),
    containers: mapItems(spec.containers, defaultContainer),
    ephemeralContainers: mapItems(spec.ephemeralContainers, defaultContainer),
    dnsPolicy: textDefault(spec.dnsPolicy, 'ClusterFirst'),
    restartPolicy: textDefault(spec.restartPolicy, 'Always'),
    securityContext: pointerDefault(spec.securityContext, EMPTY_SECURITY_CONTEXT),
    terminationGracePeriodSeconds: pointerDefault(spec.terminationGracePeriodSeconds, GRACE_PERIOD_SECONDS),
    schedulerName: textDefault(spec.schedulerName, 'default-scheduler'),
    overhead: defaultResourceList(spec.overhead),
    resources: mapField(spec.resources, defaultRequirements),
    serviceAccountName: serviceAccount,
  });
}

const EMPTY_SECURITY_CONTEXT = Object.freeze({});

/** What pods get beyond that. */
export function defaultSpecOfPod(spec: PodSpec, options: ValidationOptions): PodSpec {
  const onHostNetwork = spec.hostNetwork === true;
  const gracePeriod = spec.terminationGracePeriodSeconds;
  const change = (container: Container): Container =>
    withChanges(container, {
      resources: mapField(container.resources, requestsFromLimits),
      ports: onHostNetwork ? mapItems(container.ports, defaultHostPort) : undefined,
    });
  const changed = withChanges(spec, {
    containers: mapItems(spec.containers, change),
    initContainers: mapItems(spec.initContainers, change),
    enableServiceLinks: pointerDefault(spec.enableServiceLinks, true),
    // Only pods: a template keeps its negative grace period.
    terminationGracePeriodSeconds: gracePeriod !== undefined && gracePeriod < 0 ? 1 : undefined,
  });
  return options.podLevelResources ? defaultPodResources(changed, options) : changed;
}

/** Until 1.27 templates got host ports too. */
export function defaultHostPortsOfTemplate(spec: PodSpec): PodSpec {
  if (spec.hostNetwork !== true) return spec;
  const change = (container: Container): Container =>
    withChanges(container, { ports: mapItems(container.ports, defaultHostPort) });
  return withChanges(spec, {
    containers: mapItems(spec.containers, change),
    initContainers: mapItems(spec.initContainers, change),
  });
}

function defaultHostPort(port: ContainerPort): ContainerPort {
  return port.hostPort === undefined || port.hostPort === 0
    ? withChanges(port, { hostPort: port.containerPort })
    : port;
}

function defaultPodResources(spec: PodSpec, options: ValidationOptions): PodSpec {
  if (!isObject(spec.resources)) return spec;
  const withLimits = options.minor >= PAGE_LIMITS_SINCE ? defaultPageLimits(spec) : spec;
  return defaultPodRequests(withLimits, options);
}

/** Limits on huge pages are filled in since 1.34. */
const PAGE_LIMITS_SINCE = 34;

function defaultPageLimits(spec: PodSpec): PodSpec {
  const { limits, requests } = spec.resources ?? {};
  if (isEmpty(limits) && isEmpty(requests)) return spec;
  const result: Record<string, string | number> = { ...limits };
  for (const [name, total] of aggregate(spec, 'limits')) {
    if (!isHugePagesResource(name) || has(requests, name) || Object.hasOwn(result, name)) continue;
    setOwn(result, name, formatQuantity(total));
  }
  return Object.keys(result).length === 0 ? spec : { ...spec, resources: { ...spec.resources, limits: result } };
}

function defaultPodRequests(spec: PodSpec, options: ValidationOptions): PodSpec {
  const { limits, requests } = spec.resources ?? {};
  if (isEmpty(limits)) return spec;
  const result: Record<string, string | number> = { ...requests };
  for (const [name, total] of aggregate(spec, 'requests')) {
    const isFilledIn = isPodLevelResource(name, options.minor) && isOvercommitAllowed(name);
    if (isFilledIn && !Object.hasOwn(result, name)) setOwn(result, name, formatQuantity(total));
  }
  for (const name of Object.keys(limits ?? {})) {
    const limit = limits?.[name];
    if (limit === undefined || Object.hasOwn(result, name) || !isPodLevelResource(name, options.minor)) continue;
    setOwn(result, name, limit);
  }
  return Object.keys(result).length === 0 ? spec : { ...spec, resources: { ...spec.resources, requests: result } };
}

const isEmpty = (resources: ResourceList | undefined): boolean =>
  !isObject<ResourceList>(resources) || Object.keys(resources).length === 0;

const has = (resources: ResourceList | undefined, name: string): boolean =>
  isObject<ResourceList>(resources) && Object.hasOwn(resources, name);
