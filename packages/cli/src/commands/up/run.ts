/** `bulkhead up`: everything on this machine. */
import { randomUUID } from 'node:crypto';
import { homedir, hostname } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type ApiServer,
  ensureKubeconfig,
  ensureState,
  hostsOfListener,
  localHost,
  parseRuntimeConfig,
  type ServerState,
  signingKey,
  signLegacyToken,
  tokenKeys,
  usedByQuota,
} from '@bulkhead/apiserver';
import { type ControllerOptions, electLeader, MOST_NODES, startControllers } from '@bulkhead/controllers';
import type { ClusterProfile } from '@bulkhead/features';
import { preloadLmdbStore } from '@bulkhead/storage';
import { type Context, UsageError } from '../../context.js';
import { profileFrom } from '../../options/cluster-options.js';
import { type OpenedStore, openEmbeddedStore, openEtcd, storeDirectory } from '../../server/open-store.js';
import { serve } from '../../server/serve.js';
import { ClientAuthorities, certificateSource, ownCertificate } from '../../server/serving-certificate.js';
import type { UpFlags } from './command.js';
import { parseListen } from './listen-address.js';

const ISSUER = 'https://kubernetes.default.svc.cluster.local';

export async function run(this: Context, flags: UpFlags): Promise<void> {
  const profile = profileFrom(flags);
  const { host, port } = parseListen(flags.listen);
  if (flags.node === 'local') {
    throw new UsageError('--node local: the node agent is not there yet; use --node simulated or none');
  }
  if ((flags.nodes ?? 1) > MOST_NODES) throw new UsageError(`--nodes ${flags.nodes}: at most ${MOST_NODES}`);
  const runtimeConfig = parseRuntimeConfig(flags.runtimeConfig ?? '');
  if (runtimeConfig.kind === 'invalid') throw new UsageError(runtimeConfig.message);
  const directory = resolve(this.cwd, flags.state ?? defaultState(this));
  // Loaded while the certificates are made.
  if (flags.store === 'lmdb') preloadLmdbStore();
  const hosts = hostsOfListener(host);
  const state = await ensureState(directory, { now: Date.now(), hosts });
  const { store, isShared } = await openStore(flags, directory);
  const kubeconfig = resolve(this.cwd, flags.kubeconfig ?? join(directory, 'kubeconfig'));
  let address = '';
  const writeKubeconfig = (kept: ServerState): Promise<void> =>
    ensureKubeconfig(kept, { file: kubeconfig, server: address });
  const authorities = new ClientAuthorities();
  const clientCA = (): Promise<string> => Promise.resolve(state.authorityPEM);
  const own = ownCertificate(state, hosts, { clientCA, onRenewed: writeKubeconfig });
  const certificate = await certificateSource(own, authorities);
  await serve(
    {
      server: {
        profile,
        store,
        isStoreShared: isShared,
        runtimeConfig: runtimeConfig.config,
        identity: identityOf(state, authorities),
        authorization: { authorizationMode: ['Node', 'RBAC'] },
        admission: { enabled: ['NodeRestriction'], disabled: [] },
        allowPrivileged: true,
        serviceCIDR: '10.0.0.0/24',
        clientCAPEM: state.authorityPEM,
        requestHeaderCAPEM: state.frontProxyPEM,
      },
      host,
      port,
      advertisedHost: localHost(host),
      certificate,
      onListening: (url) => {
        address = url;
        return writeKubeconfig(state);
      },
      startControllers: (server) => controllers(server, { flags, profile, state, isShared }, this),
      onReady: (url, ms) => {
        if (flags.output === 'json') this.write([`${JSON.stringify({ event: 'ready', url, kubeconfig, ms })}\n`]);
        else this.write([welcome(url, kubeconfig, ms, profile.minor)]);
      },
    },
    this,
  );
  if (flags.output === 'json') this.write([`${JSON.stringify({ event: 'stopped' })}\n`]);
}

function defaultState({ process: { env } }: Context): string {
  const home = env?.['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state');
  return join(home, 'bulkhead');
}

async function openStore(flags: UpFlags, directory: string): Promise<OpenedStore> {
  if (flags.store === 'lmdb') {
    if (flags.etcdServers !== undefined) throw new UsageError('--etcd-servers is for --store etcd');
    return await openEmbeddedStore(storeDirectory(directory));
  }
  const servers = (flags.etcdServers ?? 'http://127.0.0.1:2379').split(',');
  return await openEtcd(servers);
}

function identityOf(state: ServerState, authorities: ClientAuthorities) {
  const keys = state.serviceAccountKeyPEM.then((pem) => tokenKeys(signingKey(pem), []));
  keys.catch(() => undefined);
  return {
    clientCAs: authorities.current,
    bootstrapTokens: true,
    anonymous: { enabled: true, paths: [] },
    issuers: [ISSUER],
    keys: () => keys,
    apiAudiences: [],
  };
}

interface Controlled {
  readonly flags: UpFlags;
  readonly profile: ClusterProfile;
  readonly state: ServerState;
  readonly isShared: boolean;
}

function controllers(server: ApiServer, controlled: Controlled, context: Context): () => Promise<void> {
  const { flags, profile, state, isShared } = controlled;
  const log = (message: string): void => {
    context.process.stderr.write(`bulkhead: ${message}\n`);
  };
  const access = {
    caches: server.caches,
    clientFor: (name: string, groups: readonly string[]) => server.clientFor(name, groups),
    log,
    now: Date.now,
  };
  const options: ControllerOptions = {
    ...access,
    profile,
    rootCA: state.authorityPEM,
    issueToken: async (account, secretName) =>
      await signLegacyToken(account, secretName, signingKey(await state.serviceAccountKeyPEM)),
    quotaUsage: (quota) => usedByQuota(quota, server.caches, profile),
    ...(flags.node === 'simulated' ? { simulatedNodes: { count: flags.nodes ?? 1 } } : {}),
  };
  const lead = (): (() => Promise<void>) => {
    const running = startControllers(options);
    return () => running.stop();
  };
  if (!isShared) return lead();
  const election = electLeader({ ...access, identity: `${hostname()}_${randomUUID()}`, lead });
  return () => election.stop();
}

function welcome(url: string, kubeconfig: string, ms: number, minor: number): string {
  return [
    `Kubernetes API v1.${minor} at ${url}`,
    `ready in ${ms} ms`,
    '',
    `  export KUBECONFIG=${kubeconfig}`,
    '  kubectl get namespaces',
    '  kubectl auth whoami',
    '',
    'Ctrl-C stops it; the state survives.',
    '',
  ].join('\n');
}
