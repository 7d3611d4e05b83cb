/**
 * Mode ABAC: a file with one policy a line. Subresources are not looked at, so a policy on `pods` covers `pods/exec`.
 * A line that is no policy refuses the whole file.
 *
 * Source: pkg/auth/authorizer/abac/abac.go, pkg/apis/abac.
 */
import type { ResourceRule } from '@bulkhead/apimachinery/types/authorization-v1';
import type { Attributes } from './attributes.js';
import type { Authorizer } from './authorizer.js';
import { ALLOW, noOpinion } from './decision.js';
import type { RuleResolver } from './rule-resolver.js';
import { isJSONObject, type JSONObject, ownValue } from './semantic-equality.js';
import { ALL_AUTHENTICATED, type UserInfo } from './user-info.js';

export interface ABACPolicy {
  readonly user: string;
  readonly group: string;
  readonly readonly: boolean;
  readonly apiGroup: string;
  readonly resource: string;
  readonly namespace: string;
  readonly nonResourcePath: string;
}

export type ABACPolicies =
  | { readonly kind: 'policies'; readonly policies: readonly ABACPolicy[] }
  | { readonly kind: 'error'; readonly line: number; readonly message: string };

const API_VERSION = 'abac.authorization.kubernetes.io/v1beta1';
const READ_VERBS: readonly string[] = ['get', 'list', 'watch'];

/** The policies of the file `path` with the given text. */
export function parseABACPolicies(path: string, text: string): ABACPolicies {
  const policies: ABACPolicy[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const policy = parsePolicy(trimmed);
    if (typeof policy !== 'string') policies.push(policy);
    else {
      const message = `error reading policy file ${path}, line ${index + 1}: ${line}: ${policy}`;
      return { kind: 'error', line: index + 1, message };
    }
  }
  return { kind: 'policies', policies };
}

/** The policy, or what is wrong with it. */
function parsePolicy(line: string): ABACPolicy | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return error instanceof Error ? error.message : 'not JSON';
  }
  if (!isJSONObject(value)) return 'not an object';
  const apiVersion = ownValue(value, 'apiVersion');
  const kind = ownValue(value, 'kind');
  if (isAbsent(apiVersion) && isAbsent(kind)) return withDefaults(readPolicy(value));
  if (apiVersion !== API_VERSION || kind !== 'Policy') return `no kind "${kind}" is registered for "${apiVersion}"`;
  const spec = ownValue(value, 'spec') ?? {};
  return isJSONObject(spec) ? readPolicy(spec) : 'spec is not an object';
}

const isAbsent = (value: unknown): boolean => value === undefined || value === '';

const TEXTS = ['user', 'group', 'apiGroup', 'resource', 'namespace', 'nonResourcePath'] as const;

function readPolicy(spec: JSONObject): ABACPolicy | string {
  const texts = { user: '', group: '', apiGroup: '', resource: '', namespace: '', nonResourcePath: '' };
  for (const field of TEXTS) {
    const text = ownValue(spec, field) ?? '';
    if (typeof text !== 'string') return `${field} is not a string`;
    texts[field] = text;
  }
  const isReadonly = ownValue(spec, 'readonly') ?? false;
  return typeof isReadonly === 'boolean' ? { ...texts, readonly: isReadonly } : 'readonly is not a boolean';
}

/** Policies without a version: no subject means every authenticated user, and what is left out means everything. */
function withDefaults(policy: ABACPolicy | string): ABACPolicy | string {
  if (typeof policy === 'string') return policy;
  const { user, group, namespace, resource } = policy;
  const isAnyone = user === '*' || group === '*';
  const isUnsaid = user === '' && group === '';
  return {
    ...policy,
    user: isAnyone ? '' : user,
    group: isAnyone || isUnsaid ? ALL_AUTHENTICATED : group,
    namespace: namespace === '' ? '*' : namespace,
    resource: resource === '' ? '*' : resource,
    apiGroup: '*',
    nonResourcePath: namespace === '' && resource === '' ? '*' : '',
  };
}

export function abacAuthorizer(policies: readonly ABACPolicy[]): Authorizer & RuleResolver {
  return {
    authorize: (attributes) =>
      policies.some((policy) => allows(policy, attributes)) ? ALLOW : noOpinion('No policy matched.'),
    rulesFor(user, namespace) {
      const own = policies.filter((policy) => isFor(policy, user) && isIn(policy.namespace, namespace));
      const resources = own.filter(({ resource }) => resource !== '');
      const paths = own.filter(({ nonResourcePath }) => nonResourcePath !== '');
      return {
        resourceRules: resources.map(
          (policy): ResourceRule => ({
            verbs: verbsOf(policy),
            apiGroups: [policy.apiGroup],
            resources: [policy.resource],
          }),
        ),
        nonResourceRules: paths.map((policy) => ({
          verbs: verbsOf(policy),
          nonResourceURLs: [policy.nonResourcePath],
        })),
        incomplete: false,
        errors: [],
      };
    },
  };
}

const verbsOf = (policy: ABACPolicy): string[] => (policy.readonly ? [...READ_VERBS] : ['*']);

const isIn = (wanted: string, actual: string): boolean => wanted === '*' || wanted === actual;

function allows(policy: ABACPolicy, attributes: Attributes): boolean {
  if (!isFor(policy, attributes.user)) return false;
  if (policy.readonly && !READ_VERBS.includes(attributes.verb)) return false;
  if (!attributes.resourceRequest) return isPath(policy.nonResourcePath, attributes.path);
  return (
    isIn(policy.namespace, attributes.namespace) &&
    isIn(policy.resource, attributes.resource) &&
    isIn(policy.apiGroup, attributes.apiGroup)
  );
}

/** A policy names a user, a group or both; one that names nobody is for nobody. */
function isFor({ user, group }: ABACPolicy, who: UserInfo): boolean {
  if (user === '' && group === '') return false;
  const isUser = user === '' || isIn(user, who.name);
  return isUser && (group === '' || group === '*' || who.groups.includes(group));
}

function isPath(wanted: string, path: string): boolean {
  if (wanted === '*' || wanted === path) return true;
  return wanted.endsWith('*') && path.startsWith(wanted.replace(/\*+$/, ''));
}
