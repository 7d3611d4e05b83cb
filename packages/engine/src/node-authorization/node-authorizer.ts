/**
 * The Node authorizer: kubelets may read what the pods on their node use, and keep their own objects. Everybody else,
 * and every refusal, is no opinion. Resources that are not looked at closely follow the rules of the role
 * `system:node`.
 *
 * Source: plugin/pkg/auth/authorizer/node/node_authorizer.go.
 */
import type { VersionProfile } from '@bulkhead/apimachinery';
import type { Attributes } from '../authorization/attributes.js';
import type { Authorizer } from '../authorization/authorizer.js';
import { ALLOW, type AuthorizationResult, NO_OPINION, noOpinion } from '../authorization/decision.js';
import { goQuote } from '../authorization/go-syntax.js';
import { nodeNameOfUser } from '../authorization/node-identity.js';
import type { ResolvedRules, RuleResolver } from '../authorization/rule-resolver.js';
import type { UserInfo } from '../authorization/user-info.js';
import { nodeRules } from '../rbac/bootstrap-objects.js';
import { type PolicyRule, policyRule, ruleAllows } from '../rbac/policy-rule.js';
import type { NodeGraph } from './node-graph.js';
import { NODE_RESOURCE_RULES } from './node-resource-rules.js';

const NO_RULES: ResolvedRules = { resourceRules: [], nonResourceRules: [], incomplete: false, errors: [] };

export class NodeAuthorizer implements Authorizer, RuleResolver {
  readonly #graph: NodeGraph;
  readonly #profile: VersionProfile;
  readonly #staticRules: readonly PolicyRule[];

  constructor(graph: NodeGraph, profile: VersionProfile) {
    this.#graph = graph;
    this.#profile = profile;
    this.#staticRules = nodeRules(profile).map(policyRule);
  }

  authorize(attributes: Attributes): AuthorizationResult {
    const node = nodeNameOfUser(attributes.user);
    if (node === undefined) return NO_OPINION;
    if (node === '') return noOpinion(`unknown node for user ${goQuote(attributes.user.name)}`);
    return this.#authorizeResource(node, attributes) ?? this.#authorizeStatically(attributes);
  }

  /** Nodes have more rights than rules can tell. */
  rulesFor(user: UserInfo): ResolvedRules {
    if (nodeNameOfUser(user) === undefined) return NO_RULES;
    const errors = ['node authorizer does not support user rule resolution'];
    return { resourceRules: [], nonResourceRules: [], incomplete: true, errors };
  }

  #authorizeResource(node: string, attributes: Attributes): AuthorizationResult | undefined {
    if (!attributes.resourceRequest) return undefined;
    const versions = NODE_RESOURCE_RULES.get(`${attributes.apiGroup}/${attributes.resource}`) ?? [];
    const current = versions.findLast(({ from }) => from <= this.#profile.minor);
    return current?.rule({ node, graph: this.#graph, profile: this.#profile, attributes });
  }

  #authorizeStatically(attributes: Attributes): AuthorizationResult {
    return this.#staticRules.some((rule) => ruleAllows(rule, attributes)) ? ALLOW : NO_OPINION;
  }
}
