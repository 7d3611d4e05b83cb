/**
 * An API server: the store, what is kept of it in memory, and the way of a request from authentication to the registry.
 */
import { randomUUID } from 'node:crypto';
import { SYSTEM_PRIVILEGED_GROUP, userInfo } from '@bulkhead/engine/authorization';
import type { AuthorizationFlags } from '@bulkhead/engine/authorization/configuration';
import type { OwnerResources } from '@bulkhead/engine/authorization/secondary-checks';
import type { PodSecurityConfiguration } from '@bulkhead/engine/pod-security';
import type { ClusterProfile } from '@bulkhead/features';
import type { Store } from '@bulkhead/storage';
import { admissionChain } from './admission/index.js';
import { type AuditOptions, auditStages } from './audit/index.js';
import { accessReviewer, authorizationStage, authorizerChain, rbacWriteCheck } from './authorization/index.js';
import { bootstrap } from './bootstrap/bootstrap.js';
import { protobufEncoder } from './endpoints/protobuf-answer.js';
import { ResourceHandler } from './endpoints/resource-handler.js';
import { builtInSubresources } from './endpoints/subresources/index.js';
import { followFlowObjects } from './flow-control/follow-flow-objects.js';
import { FlowController } from './flow-control/index.js';
import { HealthChecks } from './health/index.js';
import { loopbackClient, type ServerChain, type Stage, serverChain } from './http/index.js';
import { ServerLifecycle } from './http/server-lifecycle.js';
import { type IdentityOptions, identityOf } from './identity.js';
import { impersonationStage } from './impersonation/index.js';
import { ServerMetrics } from './metrics/index.js';
import { otherPaths } from './other-paths.js';
import type { ApiClient, KubeObject } from './registry/kube-object.js';
import type { RuntimeConfig } from './registry/runtime-config.js';
import { type ServedResources, servedResources } from './registry/served-resources.js';
import { serviceAllocator } from './registry/service-allocation/service-allocator.js';
import { withStoreFailures } from './registry/store-failures.js';
import { boundObjects } from './service-account-tokens/index.js';
import { compactRegularly } from './watch-cache/compaction.js';
import { WatchCache } from './watch-cache/watch-cache.js';

export interface ApiServerOptions {
  readonly profile: ClusterProfile;
  readonly store: Store;
  /** Whether other servers write to the store too. */
  readonly isStoreShared: boolean;
  readonly runtimeConfig: RuntimeConfig;
  readonly identity: IdentityOptions;
  readonly authorization: AuthorizationFlags;
  readonly admission: { readonly enabled: readonly string[]; readonly disabled: readonly string[] };
  readonly podSecurity?: PodSecurityConfiguration;
  /** `--allow-privileged`: whether containers may ask to be privileged at all. */
  readonly allowPrivileged: boolean;
  /** The audit log; without it nothing is logged. */
  readonly audit?: Pick<AuditOptions, 'policy' | 'backend'>;
  /** `10.0.0.0/24` */
  readonly serviceCIDR: string;
  /** `host:port` as clients reach the server; known once it listens. */
  readonly serverAddress: () => string;
  /** PEM of the authority of client certificates; published for servers behind this one. */
  readonly clientCAPEM?: string;
  /** Of the proxies whose headers name the user: servers behind this one read it. */
  readonly requestHeaderCAPEM?: string;
  readonly requestTimeoutMs?: number;
  readonly maxRequestsInFlight?: number;
  readonly minRequestTimeoutSeconds?: number;
  readonly log: (message: string) => void;
}

export interface ApiServer {
  readonly chain: ServerChain;
  readonly caches: WatchCache;
  readonly resources: ServedResources;
  readonly lifecycle: ServerLifecycle;
  readonly health: HealthChecks;
  /** As a member of `system:masters`, in this process. */
  readonly client: ApiClient;
  clientFor(name: string, groups: readonly string[]): ApiClient;
  /** Reads the store; after it requests are answered. */
  start(): Promise<void>;
  /** Creates what every cluster has; after it the server is ready. */
  bootstrap(): Promise<void>;
  close(): void;
}

export type ApiServerResult = { readonly server: ApiServer } | { readonly errors: readonly string[] };

/** What is wrong with the flags, or the server. */
export function createApiServer(options: ApiServerOptions): ApiServerResult {
  const authorization = authorizerChain({
    flags: options.authorization,
    profile: options.profile,
  });
  if ('errors' in authorization) return authorization;
  const parts = new ServerParts(options, authorization.chain);
  return 'errors' in parts.admission ? parts.admission : { server: parts.server(parts.admission) };
}

type Authorization = Extract<ReturnType<typeof authorizerChain>, { chain: unknown }>['chain'];
type Admission = Extract<ReturnType<typeof admissionChain>, { chain: unknown }>;

/** The parts in the order in which they need each other. */
class ServerParts {
  readonly #options: ApiServerOptions;
  readonly #authorization: Authorization;
  readonly #resources: ServedResources;
  readonly #caches: WatchCache;
  #handler: ResourceHandler | undefined;
  readonly admission: ReturnType<typeof admissionChain>;

  constructor(options: ApiServerOptions, authorization: Authorization) {
    const { profile, store, isStoreShared, log } = options;
    this.#options = options;
    this.#authorization = authorization;
    this.#resources = servedResources(profile, options.runtimeConfig);
    this.#caches = new WatchCache({
      store,
      resources: this.#resources,
      profile,
      isShared: isStoreShared,
      now: Date.now,
      log,
    });
    this.admission = admissionChain({
      ...options.admission,
      dependencies: {
        profile,
        caches: this.#caches,
        liveGet: (group, resource, namespace, name) => this.#liveGet(group, resource, namespace, name),
        authorizer: authorization.authorizer,
        ownerResources: ownerResources(this.#resources),
        ...(options.podSecurity === undefined ? {} : { podSecurity: options.podSecurity }),
      },
    });
  }

  server({ chain: admission }: Admission): ApiServer {
    const options = this.#options;
    const { profile } = options;
    const caches = this.#caches;
    const resources = this.#resources;
    const { authorizer, ruleResolver, follow } = this.#authorization;
    const identity = identityOf(this.#identityOptions(), profile, {
      objects: this.#boundObjects(),
      markUsed: (secret, label, day) => void labelSecret(client, secret, label, day),
      log: options.log,
    });
    const reviews = accessReviewer({ authorizer, ruleResolver });
    const handler = this.#resourceHandler(admission, builtInSubresources({ reviews, identity, admission }));
    this.#handler = handler;
    const lifecycle = new ServerLifecycle();
    const health = this.#healthChecks(lifecycle);
    const metrics = this.#metrics();
    const flow = new FlowController({
      minor: profile.minor,
      ...(options.maxRequestsInFlight === undefined ? {} : { seats: options.maxRequestsInFlight }),
    });
    const chain = serverChain({
      profile,
      stages: this.#stages(identity.stage, flow.stage),
      handler: withStoreFailures(async (context) => await (handler.handle(context) ?? paths(context)), options.log),
      encodeProtobuf: protobufEncoder(profile.minor),
      observers: [lifecycle.observer, metrics.observer],
      onPanic: ({ method, path, error }) =>
        options.log(`${method} ${path}: ${error instanceof Error ? error.stack : String(error)}`),
      ...(options.requestTimeoutMs === undefined ? {} : { requestTimeoutMs: options.requestTimeoutMs }),
    });
    const paths = otherPaths({ ...options, resources, health, metrics });
    const clientFor = (name: string, groups: readonly string[]): ApiClient =>
      loopbackClient(chain, userInfo({ name, groups }));
    const client = clientFor('system:apiserver', [SYSTEM_PRIVILEGED_GROUP]);
    let stopFollowing: (() => void)[] = [];
    return {
      chain,
      caches,
      resources,
      lifecycle,
      health,
      client,
      clientFor,
      async start() {
        await caches.start();
        stopFollowing = [follow(caches), followFlowObjects(caches, flow), compactRegularly(options.store, options.log)];
      },
      async bootstrap() {
        await bootstrap({ ...options, client, caches });
        health.reachAll();
      },
      close() {
        for (const stop of stopFollowing) stop();
        caches.close();
      },
    };
  }

  /** Where everything is allowed, it is not allowed to everybody: a client has to say who it is. */
  #identityOptions(): IdentityOptions {
    const { identity, log } = this.#options;
    if (!identity.anonymous.enabled || !this.#authorization.allowsEverything) return identity;
    log('anonymous requests are refused: the authorization mode AlwaysAllow would allow them everything');
    return { ...identity, anonymous: { enabled: false, paths: [] } };
  }

  #stages(authentication: Stage, flowControl: Stage): readonly Stage[] {
    const { audit, profile } = this.#options;
    const { authorizer } = this.#authorization;
    const logged = audit === undefined ? undefined : auditStages({ ...audit, profile });
    return [
      ...(logged === undefined ? [] : [logged.failedAuthentication]),
      authentication,
      ...(logged === undefined ? [] : [logged.audit]),
      impersonationStage(authorizer),
      flowControl,
      authorizationStage(authorizer),
    ];
  }

  #resourceHandler(
    admission: Admission['chain'],
    subresources: ReturnType<typeof builtInSubresources>,
  ): ResourceHandler {
    const { store, profile, serviceCIDR, allowPrivileged, minRequestTimeoutSeconds } = this.#options;
    const { authorizer, rbac } = this.#authorization;
    const caches = this.#caches;
    return new ResourceHandler({
      store,
      caches,
      profile,
      resources: this.#resources,
      authorizer,
      admission,
      checkWrite: rbacWriteCheck({
        authorizer,
        rbac,
        synchronize: async () => void (await caches.waitFor(await caches.currentRevision(), SYNCHRONIZE_MS)),
      }),
      allocate: serviceAllocator({ caches, serviceCIDR, minor: profile.minor, now: Date.now }),
      subresources,
      allowPrivileged,
      now: Date.now,
      newUID: randomUUID,
      ...(minRequestTimeoutSeconds === undefined ? {} : { minRequestTimeoutSeconds }),
    });
  }

  #healthChecks(lifecycle: ServerLifecycle): HealthChecks {
    const { profile, store, log } = this.#options;
    return new HealthChecks({
      minor: profile.minor,
      store: () => store.health(),
      cachesSynced: () => this.#caches.revision > 0,
      isShuttingDown: () => lifecycle.isShuttingDown,
      onFailure: (endpoint, failures) => log(`${endpoint} check failed: ${failures.join(', ')}`),
    });
  }

  #metrics(): ServerMetrics {
    return new ServerMetrics({
      profile: this.#options.profile,
      isServed: (group, version, resource) => this.#resources.find(group, version, resource) !== undefined,
    });
  }

  #boundObjects(): ReturnType<typeof boundObjects> {
    const { isStoreShared } = this.#options;
    if (!isStoreShared) return boundObjects(this.#caches);
    return boundObjects(this.#caches, (resource, namespace, name) => this.#liveGet('', resource, namespace, name));
  }

  /** Past the caches, which may lag behind where others write too. */
  async #liveGet(group: string, resource: string, namespace: string, name: string): Promise<KubeObject | undefined> {
    const served = this.#resources.byGroupResource(group, resource);
    if (served === undefined || this.#handler === undefined) return undefined;
    const { objects } = this.#handler.registryOf(served).registry;
    return (await objects.read(objects.key(namespace, name)))?.object;
  }
}

const SYNCHRONIZE_MS = 3000;

/** The resource of an owner's kind, for those who make an object wait for it. */
const ownerResources =
  (resources: ServedResources): OwnerResources =>
  (apiVersion, kind) => {
    const found = resources.byKind(apiVersion, kind);
    if (found === undefined) return { error: `no matches for kind "${kind}" in version "${apiVersion}"` };
    const { group, resource, namespaced } = found;
    return { resources: [{ group, version: apiVersion.slice(apiVersion.indexOf('/') + 1), resource, namespaced }] };
  };

/** A failure is no reason to refuse the token; the next use tries again. */
async function labelSecret(client: ApiClient, { metadata }: KubeObject, label: string, day: string): Promise<void> {
  await client.request({
    method: 'PATCH',
    path: `/api/v1/namespaces/${metadata.namespace}/secrets/${metadata.name}`,
    body: { metadata: { labels: { [label]: day } } },
    contentType: 'application/merge-patch+json',
  });
}
