/**
 * The authorizers of a server, from its flags: `system:masters` first, then one for each mode in the order of
 * `--authorization-mode`. Their indexes follow the objects of the cluster.
 *
 * Source: pkg/kubeapiserver/authorizer/{config,reload}.go, pkg/kubeapiserver/options/authorization.go.
 */
import {
  type AsyncAuthorizer,
  type Authorizer,
  alwaysAllowAuthorizer,
  alwaysDenyAuthorizer,
  pathAuthorizer,
  privilegedGroupAuthorizer,
  type RuleResolver,
  unionAuthorizer,
  unionRuleResolver,
} from '@bulkhead/engine/authorization';
import {
  type AuthorizationFlags,
  type AuthorizationMode,
  isAuthorizationMode,
  modesOf,
  validateAuthorizationFlags,
} from '@bulkhead/engine/authorization/configuration';
import { NodeAuthorizer, NodeGraph } from '@bulkhead/engine/node-authorization';
import { RbacIndex } from '@bulkhead/engine/rbac';
import type { ClusterProfile } from '@bulkhead/features';
import type { ObjectCaches } from '../registry/kube-object.js';
import { followNodeGraph } from './node-graph-follower.js';
import { followRbac } from './rbac-follower.js';

export interface AuthorizerChain {
  readonly authorizer: AsyncAuthorizer;
  readonly ruleResolver: RuleResolver;
  /** Current in every mode: escalation checks look at it even where requests are not authorized by it. */
  readonly rbac: RbacIndex;
  /** One of the modes is `AlwaysAllow`. */
  readonly allowsEverything: boolean;
  /** Takes in the objects that are in the caches now and follows them from then on; returns the way to stop. */
  readonly follow: (caches: ObjectCaches) => () => void;
}

export interface AuthorizerOptions {
  readonly flags: AuthorizationFlags;
  readonly profile: ClusterProfile;
  /** Paths outside the API that everybody may get, such as `/healthz`; a `*` at the end matches any rest. */
  readonly alwaysAllowPaths?: readonly string[];
}

export type AuthorizerChainResult = { readonly chain: AuthorizerChain } | { readonly errors: readonly string[] };

/** What is wrong with the flags, or the chain; nothing is allowed by RBAC or to nodes before `follow`. */
export function authorizerChain(options: AuthorizerOptions): AuthorizerChainResult {
  const { flags, profile } = options;
  const errors = [...validateAuthorizationFlags(flags, profile), ...unsupportedFlags(flags)];
  if (errors.length > 0) return { errors };
  const paths = pathAuthorizer(options.alwaysAllowPaths ?? []);
  if (paths.kind === 'error') return { errors: [paths.message] };
  const rbac = new RbacIndex();
  const graph = new NodeGraph(profile);
  const modes = modesOf(flags).filter(isAuthorizationMode);
  const authorizers = modes.map((mode) => authorizerOf(mode, rbac, graph, profile));
  const first = options.alwaysAllowPaths === undefined ? [] : [paths.authorizer];
  const chain: AuthorizerChain = {
    authorizer: unionAuthorizer([privilegedGroupAuthorizer, ...first, ...authorizers]),
    ruleResolver: unionRuleResolver(authorizers),
    rbac,
    allowsEverything: modes.includes('AlwaysAllow'),
    follow: (caches) => {
      const stops = [followRbac(caches, rbac)];
      if (modes.includes('Node')) stops.push(followNodeGraph(caches, graph));
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
  return { chain };
}

function authorizerOf(
  mode: AuthorizationMode,
  rbac: RbacIndex,
  graph: NodeGraph,
  profile: ClusterProfile,
): Authorizer & RuleResolver {
  switch (mode) {
    case 'AlwaysAllow':
      return alwaysAllowAuthorizer;
    case 'AlwaysDeny':
      return alwaysDenyAuthorizer;
    case 'RBAC':
      return rbac;
    case 'Node':
      return new NodeAuthorizer(graph, profile);
    case 'ABAC':
    case 'Webhook':
      // Refused by `unsupportedFlags`; their authorizers go here.
      return alwaysDenyAuthorizer;
    default:
      return mode satisfies never;
  }
}

/** What kube-apiserver takes and this server does not yet: refused, since ignoring it would open or close doors. */
function unsupportedFlags(flags: AuthorizationFlags): readonly string[] {
  const errors: string[] = [];
  for (const mode of modesOf(flags)) {
    if (mode !== 'ABAC' && mode !== 'Webhook') continue;
    errors.push(`authorization-mode ${mode} is not supported by this server yet; use Node, RBAC or both`);
  }
  if ((flags.authorizationConfig ?? '') !== '') {
    errors.push('--authorization-config is not supported by this server yet; use --authorization-mode=Node,RBAC');
  }
  return errors;
}
