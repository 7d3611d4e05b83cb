/**
 * What services get when they are stored: IP families, addresses, node ports; and what an update keeps of them.
 *
 * Source: pkg/registry/core/service/storage/{alloc,storage}.go.
 */

import type { Minor } from '@bulkhead/apimachinery';
import { type FieldError, invalid } from '@bulkhead/apimachinery';
import { parseCIDR } from '@bulkhead/apimachinery/ip';
import type { Service, ServicePort, ServiceSpec } from '@bulkhead/apimachinery/types/core-v1';
import { internalError, invalidObject } from '../failures.js';
import type { KubeObject, ObjectCaches } from '../kube-object.js';
import type { Allocate } from '../object-registry.js';
import { ClusterIPPool } from './cluster-ip-pool.js';
import { nodePortProblem, takeNodePort } from './node-port-pool.js';
import { Reservations } from './reservation.js';

export interface ServiceAllocatorOptions {
  readonly caches: ObjectCaches;
  /** `10.0.0.0/24`. */
  readonly serviceCIDR: string;
  readonly minor: Minor;
  readonly now: () => number;
}

const HEADLESS = 'None';

/** Services are given what they need; every other object is returned as it is. */
export function serviceAllocator(options: ServiceAllocatorOptions): Allocate {
  const cidr = parseCIDR(options.serviceCIDR);
  if (cidr === undefined) throw new Error(`not a CIDR: ${options.serviceCIDR}`);
  const pool = new ClusterIPPool(cidr);
  const reserved = new Reservations(options.now);
  return (resource, { object, old, requested, dryRun }) => {
    if (resource.group !== '' || resource.resource !== 'services') return { object };
    return new ServiceAllocation(options, pool, reserved, dryRun).run(object, old, requested);
  };
}

class ServiceAllocation {
  readonly #options: ServiceAllocatorOptions;
  readonly #pool: ClusterIPPool;
  readonly #reserved: Reservations;
  readonly #dryRun: boolean;
  readonly #taken: string[] = [];

  constructor(options: ServiceAllocatorOptions, pool: ClusterIPPool, reserved: Reservations, dryRun: boolean) {
    this.#options = options;
    this.#pool = pool;
    this.#reserved = reserved;
    this.#dryRun = dryRun;
  }

  run(object: KubeObject, old: KubeObject | undefined, requested: KubeObject): ReturnType<Allocate> {
    const name = object.metadata.name ?? '';
    const before = old === undefined ? undefined : specOf(old);
    const used = this.#used(object.metadata.namespace ?? '', name);
    let spec = before === undefined ? specOf(object) : withKeptValues(specOf(object), before);
    const release = (): void => {
      for (const value of this.#taken) this.#reserved.delete(value);
    };
    try {
      spec = this.#withAddresses(withFamilies(spec), before, used.addresses, name);
      spec = this.#withNodePorts(spec, before, used.ports, name);
      spec = this.#withHealthCheckPort(spec, before, specOf(requested), used.ports);
    } catch (error) {
      release();
      throw error;
    }
    return { object: { ...object, spec }, release };
  }

  #withAddresses(
    spec: ServiceSpec,
    before: ServiceSpec | undefined,
    used: ReadonlySet<string>,
    name: string,
  ): ServiceSpec {
    if (spec.type === 'ExternalName') return withoutAddresses(spec);
    const [given = ''] = spec.clusterIPs ?? [spec.clusterIP ?? ''];
    if (given === HEADLESS) return { ...spec, clusterIP: HEADLESS, clusterIPs: [HEADLESS] };
    if (given !== '' && before?.clusterIPs?.[0] === given) return spec;
    const isUsed = (address: string): boolean => used.has(address) || this.#reserved.has(address);
    const address = given === '' ? this.#pool.take(isUsed) : given;
    const problem = address === undefined ? 'range is full' : this.#pool.problem(address, isUsed);
    if (given === '' && address === undefined) throw internalError(`failed to allocate a serviceIP: ${problem ?? ''}`);
    if (problem !== undefined) {
      const detail = `failed to allocate IP ${given}: ${problem}`;
      throw this.#refusal(name, invalid('spec.clusterIPs', [given], detail));
    }
    this.#reserve(address ?? '');
    return { ...spec, clusterIP: address ?? '', clusterIPs: [address ?? ''] };
  }

  #withNodePorts(
    spec: ServiceSpec,
    before: ServiceSpec | undefined,
    used: ReadonlySet<number>,
    name: string,
  ): ServiceSpec {
    const needs =
      spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
    const own = new Set((before?.ports ?? []).map(({ nodePort = 0 }) => nodePort));
    const isUsed = (port: number): boolean => (used.has(port) && !own.has(port)) || this.#reserved.has(`port ${port}`);
    const chosen = new Map<string, number>();
    const ports = (spec.ports ?? []).map((port, index) => {
      const { nodePort = 0 } = port;
      if (nodePort !== 0) {
        // A dry run looks at no pool of ports.
        const problem = this.#dryRun || own.has(nodePort) ? undefined : nodePortProblem(nodePort, isUsed);
        const path = `spec.ports[${index}].nodePort`;
        if (problem !== undefined) throw this.#refusal(name, invalid(path, nodePort, problem));
        if (!own.has(nodePort)) this.#reserve(`port ${nodePort}`);
        chosen.set(portKey(port), nodePort);
        return port;
      }
      if (!needs) return port;
      // One number serves the same port of several protocols.
      const taken = chosen.get(portKey(port)) ?? takeNodePort(isUsed);
      if (taken === undefined) throw internalError('failed to allocate a nodePort: range is full');
      this.#reserve(`port ${taken}`);
      chosen.set(portKey(port), taken);
      return { ...port, nodePort: taken };
    });
    return spec.ports === undefined ? spec : { ...spec, ports };
  }

  #withHealthCheckPort(
    spec: ServiceSpec,
    before: ServiceSpec | undefined,
    requested: ServiceSpec,
    used: ReadonlySet<number>,
  ): ServiceSpec {
    const needs = spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
    const { healthCheckNodePort: _, ...rest } = spec;
    if (!needs) return rest;
    const kept = requested.healthCheckNodePort || before?.healthCheckNodePort;
    if (kept !== undefined && kept !== 0) return { ...spec, healthCheckNodePort: kept };
    const port = takeNodePort((each) => used.has(each) || this.#reserved.has(`port ${each}`));
    if (port === undefined) throw internalError('failed to allocate a health check port: range is full');
    this.#reserve(`port ${port}`);
    return { ...spec, healthCheckNodePort: port };
  }

  #reserve(value: string): void {
    if (this.#dryRun) return;
    this.#reserved.add(value);
    this.#taken.push(value);
  }

  /** Addresses and ports of all other services. */
  #used(namespace: string, name: string): { addresses: ReadonlySet<string>; ports: ReadonlySet<number> } {
    const addresses = new Set<string>();
    const ports = new Set<number>();
    for (const service of this.#options.caches.cache('', 'services')?.list('') ?? []) {
      if (service.namespace === namespace && service.name === name) continue;
      const spec = specOf(service.object);
      for (const address of spec.clusterIPs ?? []) addresses.add(address);
      for (const { nodePort = 0 } of spec.ports ?? []) ports.add(nodePort);
      if (spec.healthCheckNodePort !== undefined) ports.add(spec.healthCheckNodePort);
    }
    return { addresses, ports };
  }

  #refusal(name: string, error: FieldError): Error {
    return invalidObject({ group: '', kind: 'Service' }, name, [error], this.#options.minor);
  }
}

const specOf = (object: KubeObject): ServiceSpec => (object as unknown as Service).spec ?? {};

const portKey = ({ port }: ServicePort): string => String(port);

/** A cluster of one family; what selects nothing and has no address is taken for both, as others fill it. */
function withFamilies(spec: ServiceSpec): ServiceSpec {
  if (spec.type === 'ExternalName') return spec;
  const isHeadless = (spec.clusterIPs ?? [spec.clusterIP])[0] === HEADLESS;
  const selectsNothing = Object.keys(spec.selector ?? {}).length === 0;
  const isForBoth = isHeadless && selectsNothing && spec.ipFamilyPolicy === undefined;
  return {
    ...spec,
    ipFamilies: spec.ipFamilies ?? (isForBoth ? ['IPv4', 'IPv6'] : ['IPv4']),
    ipFamilyPolicy: spec.ipFamilyPolicy ?? (isForBoth ? 'RequireDualStack' : 'SingleStack'),
  };
}

function withoutAddresses(spec: ServiceSpec): ServiceSpec {
  const { clusterIP: _c, clusterIPs: _i, ipFamilies: _f, ipFamilyPolicy: _p, ...rest } = spec;
  return rest;
}

/** An update that leaves out what was allocated keeps it. */
function withKeptValues(spec: ServiceSpec, before: ServiceSpec): ServiceSpec {
  if (spec.type === 'ExternalName' || before.type === 'ExternalName') return spec;
  const isUnset = (spec.clusterIP ?? '') === '' && (spec.clusterIPs ?? []).length === 0;
  const ports = before.ports ?? [];
  const needsPorts = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  const explicit = new Set((spec.ports ?? []).map(({ nodePort = 0 }) => nodePort));
  return {
    ...spec,
    ...(isUnset ? pick(before, 'clusterIP', 'clusterIPs') : {}),
    ...pick(before, ...(['ipFamilies', 'ipFamilyPolicy'] as const).filter((name) => spec[name] === undefined)),
    ...(needsPorts && spec.ports !== undefined
      ? {
          ports: spec.ports.map((port) => {
            const same = ports.find((each) => each.port === port.port && each.protocol === port.protocol);
            const kept = same?.nodePort ?? 0;
            return (port.nodePort ?? 0) === 0 && kept !== 0 && !explicit.has(kept) ? { ...port, nodePort: kept } : port;
          }),
        }
      : {}),
  };
}

function pick<K extends keyof ServiceSpec>(spec: ServiceSpec, ...names: readonly K[]): Partial<ServiceSpec> {
  return Object.fromEntries(names.flatMap((name) => (spec[name] === undefined ? [] : [[name, spec[name]]])));
}
