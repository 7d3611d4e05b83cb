/**
 * Bringing a role or a binding to what is expected of it, as the API server does with its defaults at start and
 * `kubectl auth reconcile` on demand. Missing rights, subjects, labels and annotations are added; what is there beside
 * them stays, unless its removal is asked for. The annotation `rbac.authorization.kubernetes.io/autoupdate: "false"`
 * protects an object. A binding to another role is deleted and created anew, since a roleRef cannot change.
 *
 * Source: k8s.io/component-helpers/auth/rbac/reconciliation/{reconcile_role,reconcile_rolebindings}.go.
 */
import type { LabelSelector, ObjectMeta } from '@bulkhead/apimachinery/types/meta-v1';
import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  Subject,
} from '@bulkhead/apimachinery/types/rbac-v1';
import { semanticallyEqual } from '../authorization/semantic-equality.js';
import { uncoveredAtoms } from './covers.js';
import { apiPolicyRule, policyRule } from './policy-rule.js';

export const AUTO_UPDATE_ANNOTATION = 'rbac.authorization.kubernetes.io/autoupdate';

/** Attempts after which a reconciliation that keeps meeting other writers gives up. */
export const ROLE_ATTEMPTS = 3;
export const BINDING_ATTEMPTS = 4;

export type ReconcileOperation = 'create' | 'update' | 'recreate' | 'none';

type AnyRole = Role & Pick<ClusterRole, 'aggregationRule'>;
type AnyBinding = RoleBinding | ClusterRoleBinding;

export interface ReconciledRole<Object> {
  readonly operation: ReconcileOperation;
  /** What is to be written, unless the object is protected. */
  readonly role: Object;
  /** The existing object opted out: nothing is written. */
  readonly protected: boolean;
  readonly missingRules: readonly PolicyRule[];
  readonly extraRules: readonly PolicyRule[];
  readonly missingSelectors: readonly LabelSelector[];
  readonly extraSelectors: readonly LabelSelector[];
}

export function reconcileRole<Object extends AnyRole>(
  existing: Object | undefined,
  expected: Object,
  removeExtraPermissions: boolean,
): ReconciledRole<Object> {
  if (existing === undefined) {
    return {
      operation: 'create',
      role: expected,
      protected: false,
      missingRules: expected.rules ?? [],
      extraRules: [],
      missingSelectors: selectorsOf(expected) ?? [],
      extraSelectors: [],
    };
  }
  const metadata = mergedMetadata(existing.metadata, expected.metadata);
  const rules = reconciledRules(existing, expected, removeExtraPermissions);
  const aggregation = reconciledAggregation(existing, expected, removeExtraPermissions);
  const { aggregationRule: _dropped, ...rest } = existing;
  const role = {
    ...rest,
    ...(metadata.value === undefined ? {} : { metadata: metadata.value }),
    ...(rules.value === undefined ? {} : { rules: rules.value }),
    ...(aggregation.value === undefined ? {} : { aggregationRule: { clusterRoleSelectors: aggregation.value } }),
  } as unknown as Object;
  return {
    operation: metadata.changed || rules.changed || aggregation.changed ? 'update' : 'none',
    role,
    protected: isProtected(existing.metadata),
    missingRules: rules.missing,
    extraRules: rules.extra,
    missingSelectors: aggregation.missing,
    extraSelectors: aggregation.extra,
  };
}

export interface ReconciledBinding<Object> {
  readonly operation: ReconcileOperation;
  readonly binding: Object;
  readonly protected: boolean;
  readonly missingSubjects: readonly Subject[];
  readonly extraSubjects: readonly Subject[];
}

export function reconcileBinding<Object extends AnyBinding>(
  existing: Object | undefined,
  expected: Object,
  removeExtraSubjects: boolean,
): ReconciledBinding<Object> {
  if (existing === undefined) {
    const missingSubjects = expected.subjects ?? [];
    return { operation: 'create', binding: expected, protected: false, missingSubjects, extraSubjects: [] };
  }
  const isProtectedObject = isProtected(existing.metadata);
  if (!semanticallyEqual(existing.roleRef ?? {}, expected.roleRef ?? {})) {
    return {
      operation: 'recreate',
      binding: expected,
      protected: isProtectedObject,
      missingSubjects: [],
      extraSubjects: [],
    };
  }
  const metadata = mergedMetadata(existing.metadata, expected.metadata);
  const missing = subjectsOnlyIn(expected.subjects ?? [], existing.subjects ?? []);
  const extra = subjectsOnlyIn(existing.subjects ?? [], expected.subjects ?? []);
  const replaces = removeExtraSubjects && (missing.length > 0 || extra.length > 0);
  const adds = !removeExtraSubjects && missing.length > 0;
  const subjects = replaces ? expected.subjects : adds ? [...(existing.subjects ?? []), ...missing] : existing.subjects;
  const { subjects: _dropped, ...rest } = existing;
  const binding = {
    ...rest,
    ...(metadata.value === undefined ? {} : { metadata: metadata.value }),
    ...(subjects === undefined ? {} : { subjects }),
  } as unknown as Object;
  return {
    operation: metadata.changed || replaces || adds ? 'update' : 'none',
    binding,
    protected: isProtectedObject,
    missingSubjects: missing,
    extraSubjects: extra,
  };
}

interface Reconciled<Item> {
  readonly value: readonly Item[] | undefined;
  readonly changed: boolean;
  readonly missing: readonly Item[];
  readonly extra: readonly Item[];
}

function reconciledRules(existing: AnyRole, expected: AnyRole, removeExtra: boolean): Reconciled<PolicyRule> {
  const existingRules = (existing.rules ?? []).map(policyRule);
  const expectedRules = (expected.rules ?? []).map(policyRule);
  // The rules of two aggregated roles come from elsewhere; none of them is too many.
  const bothAggregated = selectorsOf(expected) !== undefined && selectorsOf(existing) !== undefined;
  const extra = bothAggregated ? [] : uncoveredAtoms(expectedRules, existingRules).map(apiPolicyRule);
  const missing = uncoveredAtoms(existingRules, expectedRules).map(apiPolicyRule);
  if (!removeExtra && missing.length > 0) {
    return { value: [...(existing.rules ?? []), ...missing], changed: true, missing, extra };
  }
  const replaces = removeExtra && (missing.length > 0 || extra.length > 0);
  return { value: replaces ? expected.rules : existing.rules, changed: replaces, missing, extra };
}

function reconciledAggregation(existing: AnyRole, expected: AnyRole, removeExtra: boolean): Reconciled<LabelSelector> {
  const [existingSelectors, expectedSelectors] = [selectorsOf(existing), selectorsOf(expected)];
  const missing = selectorsOnlyIn(expectedSelectors, existingSelectors);
  const extra = selectorsOnlyIn(existingSelectors, expectedSelectors);
  if (expectedSelectors === undefined) {
    return { value: undefined, changed: existingSelectors !== undefined, missing, extra };
  }
  if (!removeExtra && missing.length > 0) {
    return { value: [...(existingSelectors ?? []), ...missing], changed: true, missing, extra };
  }
  const replaces = removeExtra && (missing.length > 0 || extra.length > 0);
  return { value: replaces ? expectedSelectors : existingSelectors, changed: replaces, missing, extra };
}

const selectorsOf = (role: AnyRole): readonly LabelSelector[] | undefined =>
  role.aggregationRule === undefined ? undefined : (role.aggregationRule.clusterRoleSelectors ?? []);

function selectorsOnlyIn(
  these: readonly LabelSelector[] | undefined,
  those: readonly LabelSelector[] | undefined,
): readonly LabelSelector[] {
  return (these ?? []).filter((selector) => !(those ?? []).some((each) => semanticallyEqual(each, selector)));
}

/** Each once. */
function subjectsOnlyIn(these: readonly Subject[], those: readonly Subject[]): readonly Subject[] {
  const known = new Set(those.map(subjectKey));
  return these.filter((subject) => {
    const key = subjectKey(subject);
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
}

const subjectKey = ({ kind = '', apiGroup = '', namespace = '', name = '' }: Subject): string =>
  JSON.stringify([kind, apiGroup, namespace, name]);

const isProtected = (metadata: ObjectMeta | undefined): boolean =>
  valueOf(metadata?.annotations, AUTO_UPDATE_ANNOTATION) === 'false';

/** Expected labels and annotations, overlaid by those that are there. */
function mergedMetadata(existing: ObjectMeta | undefined, expected: ObjectMeta | undefined) {
  const labels = merged(expected?.labels, existing?.labels);
  const annotations = merged(expected?.annotations, existing?.annotations);
  const changed =
    countOf(labels) !== countOf(existing?.labels) || countOf(annotations) !== countOf(existing?.annotations);
  if (!changed) return { value: existing, changed };
  const value: ObjectMeta = {
    ...existing,
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
  };
  return { value, changed };
}

type TextMap = { readonly [key: string]: string };

function merged(expected: TextMap | undefined, existing: TextMap | undefined): TextMap | undefined {
  if (expected === undefined && existing === undefined) return undefined;
  return Object.fromEntries([...Object.entries(expected ?? {}), ...Object.entries(existing ?? {})]);
}

const countOf = (map: TextMap | undefined): number => Object.keys(map ?? {}).length;

const valueOf = (map: TextMap | undefined, key: string): string | undefined =>
  map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
