/**
 * Parameters of admission policies: whoever points a policy at a kind, or a binding at an object, must be allowed to
 * read it, since the policy's messages can show it. The privileged group is not asked. The texts are errors of
 * validation, at `spec.paramKind` of a policy and `spec.paramRef` of a binding.
 *
 * Source: pkg/registry/admissionregistration/{validating,mutating}admissionpolicy{,binding}/authz.go.
 */
import type { VersionProfile } from '@bulkhead/apimachinery';
import type { ParamKind, ParamRef } from '@bulkhead/apimachinery/types/admissionregistration-v1';
import { type Attributes, resourceAttributes } from '../attributes.js';
import { aggregateMessage } from '../decision.js';
import { goUser } from '../go-syntax.js';
import type { Procedure } from '../procedure.js';
import { semanticallyEqual } from '../semantic-equality.js';
import { SYSTEM_PRIVILEGED_GROUP, type UserInfo } from '../user-info.js';
import { isAllowed } from './secondary-check.js';

/** The plural name of a kind; undefined while no such kind is served. */
export type ResourceResolver = (group: string, version: string, kind: string) => string | undefined;

export interface PolicyParameters {
  readonly paramKind?: ParamKind;
  /** Of the policy before the update. */
  readonly oldParamKind?: ParamKind;
}

/** For the policy; the result is the text of an error at `spec.paramKind`. */
export function* checkParamKind(
  user: UserInfo,
  { paramKind, oldParamKind }: PolicyParameters,
  resolve: ResourceResolver,
): Procedure<string | undefined> {
  if (paramKind === undefined || user.groups.includes(SYSTEM_PRIVILEGED_GROUP)) return undefined;
  if (oldParamKind !== undefined && semanticallyEqual(paramKind, oldParamKind)) return undefined;
  const target = targetOf(paramKind, resolve);
  const result = yield resourceAttributes({ user, verb: 'get', name: '*', namespace: '*', ...target.attributes });
  if (result.errors.length > 0) return aggregateMessage(result.errors);
  if (isAllowed(result)) return undefined;
  const kind = `(kind=${paramKind.kind ?? ''}, apiVersion=${paramKind.apiVersion ?? ''})`;
  return `user ${goUser(user)} must have "get" permission on all objects of the referenced paramKind ${kind}`;
}

export interface BindingParameters {
  readonly type: 'validating' | 'mutating';
  readonly policyName: string;
  readonly paramRef?: ParamRef;
  /** Of the binding before the update. */
  readonly old?: { readonly policyName: string; readonly paramRef?: ParamRef };
  /** The policy as far as it counts here; undefined when there is none of that name. */
  readonly policy?: { readonly paramKind?: ParamKind };
}

/** For the binding; the result is the text of an error at `spec.paramRef`. */
export function* checkParamRef(
  user: UserInfo,
  binding: BindingParameters,
  resolve: ResourceResolver,
  profile: VersionProfile,
): Procedure<string | undefined> {
  const { paramRef, old, policyName, policy } = binding;
  if (paramRef === undefined || user.groups.includes(SYSTEM_PRIVILEGED_GROUP)) return undefined;
  if (old?.policyName === policyName && old.paramRef !== undefined && isSameParamRef(paramRef, old.paramRef)) {
    return undefined;
  }
  const target = policy?.paramKind === undefined ? ANYTHING : targetOf(policy.paramKind, resolve);
  const { name = '', namespace = '' } = paramRef;
  // In 1.27 a selector counted as a get without a name.
  const verb = name === '' && profile.minor >= LIST_FOR_SELECTORS_FROM ? 'list' : 'get';
  const result = yield resourceAttributes({ user, verb, name, namespace, ...target.attributes });
  const { minor } = profile;
  if (result.errors.length > 0) {
    const text = aggregateMessage(result.errors);
    return binding.type === 'validating' && minor >= EXPLAINED_FROM ? `failed to authorize request: ${text}` : text;
  }
  if (isAllowed(result)) return undefined;
  const who = `user ${goUser(user)}`;
  if (minor >= EXPLAINED_FROM) {
    const why = whyUnknown(binding, target.unknown);
    if (why !== undefined) {
      const needed = 'permission for all groups, versions and resources';
      return `unable to ${why} to determine minimum required permissions and ${who} does not have "${verb}" ${needed}`;
    }
  }
  if (hasSwappedText(binding, minor)) {
    return `user ${verb} does not have "${goUser(user)}" permission on the object referenced by paramRef`;
  }
  return `${who} does not have "${verb}" permission on the object referenced by paramRef`;
}

const LIST_FOR_SELECTORS_FROM = 28;
const EXPLAINED_FROM = 32;

/** Upstream prints the user where the verb belongs: 1.28 to 1.30, and for mutating policies always. */
const hasSwappedText = ({ type }: BindingParameters, minor: number): boolean =>
  type === 'mutating' || (minor >= 28 && minor <= 30);

function whyUnknown({ policy, policyName }: BindingParameters, unknown: Target['unknown']): string | undefined {
  if (policy === undefined) return `get policy ${policyName}`;
  const { apiVersion = '', kind = '' } = policy.paramKind ?? {};
  return unknown === undefined ? undefined : `${unknown} paramKind &{${apiVersion} ${kind}}`;
}

interface Target {
  readonly attributes: Pick<Attributes, 'apiGroup' | 'apiVersion' | 'resource'>;
  /** What could not be done with the kind. */
  readonly unknown?: 'parse' | 'resolve';
}

const ANYTHING: Target = { attributes: { apiGroup: '*', apiVersion: '*', resource: '*' } };

/** What is not known of the kind counts as everything. */
function targetOf({ apiVersion = '', kind = '' }: ParamKind, resolve: ResourceResolver): Target {
  const parts = apiVersion.split('/');
  if (parts.length > 2) return { ...ANYTHING, unknown: 'parse' };
  const [group, version] = parts.length === 2 ? [parts[0] ?? '', parts[1] ?? ''] : ['', apiVersion];
  const resource = resolve(group, version, kind);
  const attributes = { apiGroup: group, apiVersion: version, resource: resource ?? '*' };
  return resource === undefined ? { attributes, unknown: 'resolve' } : { attributes };
}

/** Go compares the structs, in which a selector is a pointer: two selectors are never the same one. */
function isSameParamRef(first: ParamRef, second: ParamRef): boolean {
  const isPlain = ({ selector, parameterNotFoundAction }: ParamRef) =>
    selector === undefined && parameterNotFoundAction === undefined;
  return isPlain(first) && isPlain(second) && semanticallyEqual(first, second);
}
