/** `bulkhead apiserver`: kube-apiserver's flags to a running server. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  type ApiServerOptions,
  anonymousOf,
  auditLogDefaults,
  auditLogErrors,
  ensureState,
  hostsOfListener,
  openAuditLog,
  parseAuditPolicy,
  parseRuntimeConfig,
  parseTokenFile,
  readAdmissionControlConfig,
  readAuthenticationConfiguration,
  serviceAccountOptions,
} from '@bulkhead/apiserver';
import { type ClusterProfile, clusterProfile } from '@bulkhead/features';
import { type Context, UsageError } from '../../context.js';
import { DEFAULT_KUBERNETES_VERSION } from '../../options/cluster-options.js';
import { type OpenedStore, openEmbeddedStore, openEtcd } from '../../server/open-store.js';
import { serve } from '../../server/serve.js';
import {
  type CertificateSource,
  ClientAuthorities,
  certificateSource,
  ownCertificate,
} from '../../server/serving-certificate.js';
import type { ApiServerFlags } from './flags.js';

const CERT_DIR = '/var/run/kubernetes';

export async function run(this: Context, flags: ApiServerFlags): Promise<void> {
  const files = new FlagFiles(this.cwd);
  const profile = profileOf(flags);
  const authorities = new ClientAuthorities();
  const identity = await identityOf(flags, files, profile, authorities);
  const policy = await policyOf(flags, files, profile, this);
  const certificate = await servingCertificate(flags, files, authorities);
  const runtimeConfig = parseRuntimeConfig(flags.runtimeConfig ?? '');
  if (runtimeConfig.kind === 'invalid') throw new UsageError(runtimeConfig.message);
  // Last: what is opened has to be closed.
  const { store, isShared } = await openStore(flags, this.cwd);
  const seats = (flags.maxRequestsInflight ?? 400) + (flags.maxMutatingRequestsInflight ?? 200);
  await serve(
    {
      server: {
        profile,
        store,
        isStoreShared: isShared,
        runtimeConfig: runtimeConfig.config,
        ...identity,
        ...policy,
        allowPrivileged: flags.allowPrivileged === true,
        serviceCIDR: flags.serviceClusterIpRange ?? '10.0.0.0/24',
        maxRequestsInFlight: seats,
        ...(flags.requestTimeout === undefined ? {} : { requestTimeoutMs: flags.requestTimeout }),
        ...(flags.minRequestTimeout === undefined ? {} : { minRequestTimeoutSeconds: flags.minRequestTimeout }),
      },
      host: flags.bindAddress ?? '0.0.0.0',
      port: flags.securePort ?? 6443,
      ...(flags.advertiseAddress === undefined ? {} : { advertisedHost: flags.advertiseAddress }),
      certificate,
      ...(flags.shutdownDelayDuration === undefined ? {} : { shutdownDelayMs: flags.shutdownDelayDuration }),
      onReady: (url, ms) => {
        const event = { event: 'ready', url, ms };
        this.write([flags.output === 'json' ? `${JSON.stringify(event)}\n` : `serving ${url}, ready in ${ms} ms\n`]);
      },
    },
    this,
  );
  if (flags.output === 'json') this.write([`${JSON.stringify({ event: 'stopped' })}\n`]);
}

/** Files that flags name; a missing one is told by its flag. */
class FlagFiles {
  readonly #cwd: string;

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  async read(flag: string, file: string): Promise<string> {
    try {
      return await readFile(this.path(file), 'utf8');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
      throw new UsageError(`${flag} ${this.path(file)} cannot be read (${code})`);
    }
  }

  /** Undefined when the flag is not given. */
  async readGiven(flag: string, file: string | undefined): Promise<string | undefined> {
    return file === undefined ? undefined : await this.read(flag, file);
  }

  path(file: string): string {
    return resolve(this.#cwd, file);
  }
}

function profileOf(flags: ApiServerFlags): ClusterProfile {
  const result = clusterProfile({
    version: flags.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION,
    gates: flags.featureGates ?? '',
    ...(flags.emulatedVersion === undefined ? {} : { emulatedVersion: flags.emulatedVersion }),
  });
  if ('errors' in result) throw new UsageError(result.errors.join('; '));
  return result.profile;
}

const list = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(',')
    .filter((word) => word.trim() !== '')
    .map((word) => word.trim());

async function identityOf(
  flags: ApiServerFlags,
  files: FlagFiles,
  profile: ClusterProfile,
  authorities: ClientAuthorities,
): Promise<Pick<ApiServerOptions, 'identity' | 'clientCAPEM'>> {
  const keyFiles = new Map<string, string>();
  for (const file of flags.serviceAccountKeyFile ?? []) {
    keyFiles.set(file, await files.read('--service-account-key-file', file));
  }
  const signing = flags.serviceAccountSigningKeyFile;
  const issuers = flags.serviceAccountIssuer ?? [];
  const expiration = flags.serviceAccountMaxTokenExpiration;
  const accounts = serviceAccountOptions({
    issuers,
    keyFiles,
    ...(signing === undefined
      ? {}
      : { signingKeyFile: { name: signing, text: await files.read('--service-account-signing-key-file', signing) } }),
    ...(expiration === undefined ? {} : { maxExpirationSeconds: expiration / 1000 }),
  });
  if ('errors' in accounts) throw new UsageError(accounts.errors.join('; '));
  const clientCAPEM = await files.readGiven('--client-ca-file', flags.clientCaFile);
  const tokenUsers = await tokenUsersOf(flags, files);
  const { serviceAccountExtendTokenExpiration: extendExpiration, serviceAccountLookup: lookup } = flags;
  return {
    identity: {
      clientCAs: authorities.current,
      ...(tokenUsers === undefined ? {} : { tokenUsers }),
      bootstrapTokens: flags.enableBootstrapTokenAuth === true,
      anonymous: await anonymousAccessOf(flags, files, profile),
      issuers,
      keys: () => accounts.keys,
      ...(expiration === undefined ? {} : { maxExpirationSeconds: expiration / 1000 }),
      ...(extendExpiration === undefined ? {} : { extendExpiration }),
      ...(lookup === undefined ? {} : { lookup }),
      apiAudiences: list(flags.apiAudiences),
    },
    ...(clientCAPEM === undefined ? {} : { clientCAPEM }),
  };
}

async function tokenUsersOf({ tokenAuthFile: file }: ApiServerFlags, files: FlagFiles) {
  if (file === undefined) return undefined;
  const parsed = parseTokenFile(file, await files.read('--token-auth-file', file));
  if ('error' in parsed) throw new UsageError(parsed.error);
  return parsed.users;
}

async function anonymousAccessOf(flags: ApiServerFlags, files: FlagFiles, profile: ClusterProfile) {
  const { authenticationConfig: name, anonymousAuth } = flags;
  if (name === undefined) return anonymousOf(undefined, anonymousAuth);
  const text = await files.read('--authentication-config', name);
  const read = readAuthenticationConfiguration(
    { name, text, ...(anonymousAuth === undefined ? {} : { anonymousAuth }) },
    profile,
  );
  if ('error' in read) throw new UsageError(read.error);
  if (read.configuration.jwt.length > 0) {
    throw new UsageError(`${name}: jwt authenticators are not supported by this server yet`);
  }
  return anonymousOf(read.configuration, anonymousAuth);
}

async function policyOf(
  flags: ApiServerFlags,
  files: FlagFiles,
  profile: ClusterProfile,
  context: Context,
): Promise<Pick<ApiServerOptions, 'authorization' | 'admission' | 'podSecurity' | 'audit'>> {
  const config = flags.admissionControlConfigFile;
  const read = config === undefined ? undefined : await readAdmissionControlConfig(files.path(config), profile.minor);
  if (read !== undefined && 'error' in read) throw new UsageError(read.error);
  const audit = await auditOf(flags, files, profile, context);
  return {
    authorization: {
      authorizationMode: list(flags.authorizationMode),
      ...(flags.authorizationConfig === undefined ? {} : { authorizationConfig: flags.authorizationConfig }),
    },
    admission: { enabled: list(flags.enableAdmissionPlugins), disabled: list(flags.disableAdmissionPlugins) },
    ...(read === undefined ? {} : { podSecurity: read.podSecurity }),
    ...(audit === undefined ? {} : { audit }),
  };
}

async function auditOf(
  flags: ApiServerFlags,
  files: FlagFiles,
  { minor }: ClusterProfile,
  context: Context,
): Promise<ApiServerOptions['audit']> {
  const { auditPolicyFile, auditLogPath } = flags;
  if (auditPolicyFile === undefined || auditLogPath === undefined) return undefined;
  const policy = parseAuditPolicy(await files.read('--audit-policy-file', auditPolicyFile), minor);
  if (!('policy' in policy)) throw new UsageError(`--audit-policy-file ${auditPolicyFile}: ${policy.error}`);
  const defaults = auditLogDefaults(minor);
  const options = {
    path: auditLogPath === '-' ? '-' : files.path(auditLogPath),
    mode: modeOf(flags.auditLogMode, defaults.mode),
    maxSize: flags.auditLogMaxsize ?? defaults.maxSize,
    maxAge: flags.auditLogMaxage ?? defaults.maxAge,
    maxBackups: flags.auditLogMaxbackup ?? defaults.maxBackups,
  };
  const errors = auditLogErrors(options);
  if (errors.length > 0) throw new UsageError(errors.join('; '));
  const backend = await openAuditLog(options, process.stdout, (error) => {
    context.process.stderr.write(`bulkhead: audit events are lost: ${error.message}\n`);
  });
  return { policy: policy.policy, backend };
}

const MODES = ['batch', 'blocking', 'blocking-strict'] as const;

function modeOf(given: string | undefined, otherwise: (typeof MODES)[number]): (typeof MODES)[number] {
  if (given === undefined) return otherwise;
  const mode = MODES.find((known) => known === given);
  if (mode === undefined)
    throw new UsageError(`invalid audit log mode ${given}, allowed modes are ${MODES.join(', ')}`);
  return mode;
}

async function servingCertificate(
  flags: ApiServerFlags,
  files: FlagFiles,
  authorities: ClientAuthorities,
): Promise<CertificateSource> {
  const { tlsCertFile, tlsPrivateKeyFile } = flags;
  const clientCA = (): Promise<string | undefined> => files.readGiven('--client-ca-file', flags.clientCaFile);
  if (tlsCertFile !== undefined && tlsPrivateKeyFile !== undefined) {
    const read = async () => {
      const ca = await clientCA();
      return {
        cert: await files.read('--tls-cert-file', tlsCertFile),
        key: await files.read('--tls-private-key-file', tlsPrivateKeyFile),
        ...(ca === undefined ? {} : { ca }),
      };
    };
    return await certificateSource(read, authorities);
  }
  if (tlsCertFile !== undefined || tlsPrivateKeyFile !== undefined) {
    throw new UsageError('--tls-cert-file and --tls-private-key-file go together');
  }
  const hosts = hostsOfListener(flags.bindAddress ?? '0.0.0.0');
  const state = await ensureState(files.path(flags.certDir ?? CERT_DIR), { now: Date.now(), hosts });
  return await certificateSource(ownCertificate(state, hosts, { clientCA }), authorities);
}

async function openStore(flags: ApiServerFlags, cwd: string): Promise<OpenedStore> {
  const { storage, etcdServers, etcdCafile, etcdCertfile, etcdKeyfile } = flags;
  if (storage !== undefined) {
    if (etcdServers !== undefined) throw new UsageError('--storage and --etcd-servers exclude each other');
    const directory = /^lmdb:(.+)$/.exec(storage)?.[1];
    if (directory === undefined) throw new UsageError(`--storage ${storage}: use lmdb:DIR`);
    return await openEmbeddedStore(resolve(cwd, directory));
  }
  if (etcdServers === undefined) throw new UsageError('--etcd-servers must be specified, or --storage lmdb:DIR');
  const hasTls = [etcdCafile, etcdCertfile, etcdKeyfile].some((file) => file !== undefined);
  const tls = {
    ...(etcdCafile === undefined ? {} : { caFile: resolve(cwd, etcdCafile) }),
    ...(etcdCertfile === undefined ? {} : { certFile: resolve(cwd, etcdCertfile) }),
    ...(etcdKeyfile === undefined ? {} : { keyFile: resolve(cwd, etcdKeyfile) }),
  };
  return await openEtcd(list(etcdServers), hasTls ? tls : undefined);
}
