/** Everything that is no resource: discovery, schemas, health, metrics, version, keys of token issuers. */
import type { AuthorizationFlags } from '@bulkhead/engine/authorization/configuration';
import type { ClusterProfile } from '@bulkhead/features';
import { DiscoveryHandler } from './discovery/index.js';
import { type HealthChecks, statusPages, versionInfo, versionResponse } from './health/index.js';
import { type Handler, PathMux } from './http/index.js';
import type { IdentityOptions } from './identity.js';
import type { ServerMetrics } from './metrics/index.js';
import { OpenApiHandler } from './openapi/index.js';
import { pathsOf } from './path-list.js';
import type { ServedResources } from './registry/served-resources.js';
import { CONFIGURATION_PATH, issuerDiscovery, JWKS_PATH } from './service-account-tokens/index.js';

export interface OtherPathsOptions {
  readonly profile: ClusterProfile;
  readonly resources: ServedResources;
  readonly health: HealthChecks;
  readonly metrics: ServerMetrics;
  readonly identity: Pick<IdentityOptions, 'issuers' | 'keys'>;
  readonly authorization: Pick<AuthorizationFlags, 'authorizationMode'>;
  readonly admission: { readonly enabled: readonly string[]; readonly disabled: readonly string[] };
  readonly serviceCIDR: string;
  readonly serverAddress: () => string;
  readonly log: (message: string) => void;
}

export function otherPaths(options: OtherPathsOptions): Handler {
  const { profile, resources, health, metrics, serverAddress } = options;
  const discovery = new DiscoveryHandler(resources, profile, serverAddress);
  const openapi = new OpenApiHandler(resources, profile);
  const mux = new PathMux({
    handlers: [(context) => discovery.handle(context) ?? openapi.handle(context), (context) => health.respond(context)],
    listedPaths: () => [...pathsOf(resources), ...health.paths(), ...openapi.paths()],
  });
  const version = versionInfo({ minor: profile.minor, gitVersion: `v1.${profile.minor}.${PATCH}+bulkhead` });
  for (const path of ['/version', '/version/']) mux.handle(path, () => Promise.resolve(versionResponse(version)));
  mux.handle('/metrics', () => Promise.resolve(metrics.response()));
  const listed = (): readonly string[] => [...health.paths(), '/metrics', '/version'];
  for (const [path, page] of statusPages(profile, { startedAt: Date.now(), flags: flagsOf(options), paths: listed })) {
    mux.handle(path, page);
  }
  addIssuerPaths(mux, options);
  return mux.handler;
}

/** Those that a person looks for first. */
const flagsOf = ({ authorization, admission, serviceCIDR }: OtherPathsOptions): Readonly<Record<string, string>> => ({
  'authorization-mode': (authorization.authorizationMode ?? []).join(','),
  'enable-admission-plugins': admission.enabled.join(','),
  'disable-admission-plugins': admission.disabled.join(','),
  'service-cluster-ip-range': serviceCIDR,
});

/** Clients compare whole versions; of each minor the behaviour is that of a late patch. */
const PATCH = 4;

function addIssuerPaths(mux: PathMux, { identity, serverAddress, log }: OtherPathsOptions): void {
  const [issuer = ''] = identity.issuers;
  let discovery: ReturnType<typeof issuerDiscovery> | undefined;
  for (const path of [CONFIGURATION_PATH, JWKS_PATH]) {
    mux.handle(path, ({ request }) => {
      discovery ??= issuerDiscovery({ issuer, externalAddress: serverAddress(), keys: identity.keys });
      if ('respond' in discovery) return discovery.respond(path, request.headers);
      log(discovery.problem);
      return Promise.resolve(mux.notFound());
    });
  }
}
