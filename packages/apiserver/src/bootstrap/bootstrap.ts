/** Brings an empty or older cluster to what every cluster has when its server is ready. */
import { parseCIDR } from '@bulkhead/apimachinery/ip';
import type { ClusterProfile } from '@bulkhead/features';
import { reconcileBootstrapRbac } from '../authorization/index.js';
import { bootstrapFlowControlObjects } from '../flow-control/index.js';
import type { ApiClient, ObjectCaches } from '../registry/kube-object.js';
import { ClusterIPPool } from '../registry/service-allocation/cluster-ip-pool.js';
import {
  authenticationConfigMap,
  type BootstrapObject,
  type ClientAuthorities,
  ensureData,
  ensureObjects,
  kubernetesService,
  systemNamespaces,
  systemPriorityClasses,
} from './bootstrap-objects.js';

export interface BootstrapOptions extends ClientAuthorities {
  readonly profile: ClusterProfile;
  readonly client: ApiClient;
  readonly caches: ObjectCaches;
  readonly serviceCIDR: string;
  readonly serverAddress: () => string;
}

export async function bootstrap(options: BootstrapOptions): Promise<void> {
  const { client, caches, profile, clientCAPEM, requestHeaderCAPEM } = options;
  const hasAuthorities = clientCAPEM !== undefined || requestHeaderCAPEM !== undefined;
  const authentication = hasAuthorities ? [authenticationConfigMap(options)] : [];
  await ensureObjects(systemNamespaces(), client, caches);
  const objects = [
    ...systemPriorityClasses(),
    ...flowControlObjects(profile),
    ...kubernetesService(firstServiceIP(options.serviceCIDR), endpointOf(options.serverAddress())),
    ...authentication,
  ];
  await Promise.all([reconcileBootstrapRbac({ client, caches, profile }), ensureObjects(objects, client, caches)]);
  await Promise.all(authentication.map((object) => ensureData(object, client, caches)));
}

function flowControlObjects({ minor }: ClusterProfile): readonly BootstrapObject[] {
  const { flowSchemas, priorityLevels } = bootstrapFlowControlObjects(minor);
  const group = 'flowcontrol.apiserver.k8s.io';
  const entry = (resource: string, object: (typeof flowSchemas | typeof priorityLevels)[number]): BootstrapObject => {
    const { apiVersion, kind, metadata, spec } = object as unknown as BootstrapObject['object'];
    return { path: `/apis/${apiVersion}/${resource}`, group, resource, object: { apiVersion, kind, metadata, spec } };
  };
  return [
    ...flowSchemas.map((object) => entry('flowschemas', object)),
    ...priorityLevels.map((object) => entry('prioritylevelconfigurations', object)),
  ];
}

function firstServiceIP(serviceCIDR: string): string {
  const cidr = parseCIDR(serviceCIDR);
  if (cidr === undefined) throw new Error(`not a CIDR: ${serviceCIDR}`);
  return new ClusterIPPool(cidr).firstAddress;
}

/** Endpoints may not be loopback addresses: a server that listens there has none that pods could reach. */
function endpointOf(serverAddress: string): { address: string; port: number } | undefined {
  const end = serverAddress.lastIndexOf(':');
  const address = serverAddress.slice(0, end).replace(/^\[|\]$/g, '');
  const isReachable = /^\d+\.\d+\.\d+\.\d+$/.test(address) && !address.startsWith('127.') && address !== '0.0.0.0';
  return isReachable ? { address, port: Number(serverAddress.slice(end + 1)) } : undefined;
}
