/**
 * An API server: the store, what is kept of it in memory, and the way of a request from authentication to the registry.
 */
import { randomUUID } from 'node:crypto';
import { SYSTEM_PRIVILEGED_GROUP, userInfo } from '@bulkhead/engine/authorization';
import { type AuthorizationFlags } from '@bulkhead/engine/authorization/configuration';
import type { PodSecurityConfiguration } from '@bulkhead/engine/pod-security';
import type { ClusterProfile } from '@bulkhead/features';
import type { Store } from '@bulkhead/storage';
import { admissionChain } from './admission/index.js';
import {
  accessReviewer,
  authorizationStage,
  authorizerChain,
  rbacWriteCheck,
  reconcileBootstrapRbac,
} from './authorization/index.js';
import { ensureObjects, systemNamespaces, systemPriorityClasses } from './bootstrap/bootstrap-objects.js';
import { DiscoveryHandler } from './discovery/index.js';
import { ResourceHandler } from './endpoints/resource-handler.js';
import { builtInSubresources } from './endpoints/subresources/index.js';
import { type Handler, loopbackClient, type ServerChain, type Stage, serverChain, textResponse } from './http/index.js';
import { impersonationStage } from './impersonation/index.js';
import { allocatorOf } from './registry/allocation.js';
import type { ApiClient, KubeObject } from './registry/kube-object.js';
import type { ObjectStore } from './registry/object-store.js';
import type { RuntimeConfig } from './registry/runtime-config.js';
import { type ServedResources, servedResources } from './registry/served-resources.js';
import { WatchCache } from './watch-cache/watch-cache.js';

export interface ApiServerOptions {
  readonly profile: ClusterProfile;
  readonly store: Store;
  /** Whether other servers write to the store too. */
  readonly isStoreShared: boolean;
  readonly runtimeConfig: RuntimeConfig;
  readonly authentication: Stage;
  readonly authorization: AuthorizationFlags;
  readonly admission: { readonly enabled: readonly string[]; readonly disabled: readonly string[] };
  readonly podSecurity?: PodSecurityConfiguration;
  readonly serviceCIDR: string;
  /** `host:port` as clients reach the server; known once it listens. */
  readonly serverAddress: () => string;
  /** Answers what is no resource: discovery, health, metrics. */
  readonly otherPaths?: Handler;
  /** Between authentication and impersonation. */
  readonly audit?: Stage;
  readonly log: (message: string) => void;
}

export interface ApiServer {
  readonly chain: ServerChain;
  readonly caches: WatchCache;
  readonly resources: ServedResources;
  /** As a member of `system:masters`, in this process. */
  readonly client: ApiClient;
  clientFor(name: string, groups: readonly string[]): ApiClient;
  /** Reads the store; after it requests are answered. */
  start(): Promise<void>;
  /** Creates what every cluster has. */
  bootstrap(): Promise<void>;
  close(): void;
}

export type ApiServerResult = { readonly server: ApiServer } | { readonly errors: readonly string[] };

/** What is wrong with the flags, or the server. */
export function createApiServer(options: ApiServerOptions): ApiServerResult {
  const { profile, store, log } = options;
  const resources = servedResources(profile, options.runtimeConfig);
  const caches = new WatchCache({ store, resources, profile, isShared: options.isStoreShared, now: Date.now, log });
  const authorization = authorizerChain({
    flags: options.authorization,
    profile,
    alwaysAllowPaths: ['/healthz', '/readyz', '/livez'],
  });
  if ('errors' in authorization) return authorization;
  const { authorizer, ruleResolver, rbac, follow } = authorization.chain;
  const liveGet = async (group: string, resource: string, namespace: string, name: string) => {
    const served = resources.byGroupResource(group, resource);
    return served === undefined
      ? undefined
      : await readObject(handler.registryOf(served).registry.objects, namespace, name);
  };
  const admission = admissionChain({
    ...options.admission,
    dependencies: {
      profile,
      caches,
      liveGet,
      authorizer,
      ...(options.podSecurity === undefined ? {} : { podSecurity: options.podSecurity }),
    },
  });
  if ('errors' in admission) return admission;
  const handler = new ResourceHandler({
    store,
    caches,
    profile,
    resources,
    authorizer,
    admission: admission.chain,
    checkWrite: rbacWriteCheck({ authorizer, rbac }),
    allocate: allocatorOf({ caches, serviceCIDR: options.serviceCIDR }),
    subresources: builtInSubresources({ reviews: accessReviewer({ authorizer, ruleResolver }) }),
    now: Date.now,
    newUID: randomUUID,
  });
  const discovery = new DiscoveryHandler(resources, profile, options.serverAddress);
  const otherPaths = options.otherPaths ?? notFoundPage;
  const chain = serverChain({
    profile,
    stages: [
      options.authentication,
      ...(options.audit === undefined ? [] : [options.audit]),
      impersonationStage(authorizer),
      authorizationStage(authorizer),
    ],
    handler: async (context) => {
      const found = discovery.handle(context);
      return found ?? (await (handler.handle(context) ?? otherPaths(context)));
    },
    onPanic: ({ method, path, error }) =>
      log(`${method} ${path}: ${error instanceof Error ? error.stack : String(error)}`),
  });
  const clientFor = (name: string, groups: readonly string[]) => loopbackClient(chain, userInfo({ name, groups }));
  const client = clientFor('system:apiserver', [SYSTEM_PRIVILEGED_GROUP]);
  return {
    server: {
      chain,
      caches,
      resources,
      client,
      clientFor,
      async start() {
        await caches.start();
        follow(caches);
      },
      async bootstrap() {
        await ensureObjects(systemNamespaces(), client, caches);
        await Promise.all([
          reconcileBootstrapRbac({ client, caches, profile }),
          ensureObjects(systemPriorityClasses(), client, caches),
        ]);
      },
      close: () => caches.close(),
    },
  };
}

async function readObject(objects: ObjectStore, namespace: string, name: string): Promise<KubeObject | undefined> {
  return (await objects.read(objects.key(namespace, name)))?.object;
}

const notFoundPage: Handler = () => Promise.resolve(textResponse(404, '404 page not found\n'));
