/**
 * The roles and bindings that an API server makes for itself at start, by minor and feature gates, as it makes them:
 * aggregated roles are still empty, the controller fills them.
 *
 * Source: plugin/pkg/auth/authorizer/rbac/bootstrappolicy of each minor.
 */
import type { Minor, VersionProfile } from '@bulkhead/apimachinery';
import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  Subject,
} from '@bulkhead/apimachinery/types/rbac-v1';
import { bootstrapRBAC } from './generated/bootstrap-rbac.js';
import { RBAC_GROUP } from './rbac-object.js';
import { AUTO_UPDATE_ANNOTATION } from './reconcile.js';

export interface BootstrapObjects {
  readonly clusterRoles: readonly ClusterRole[];
  readonly clusterRoleBindings: readonly ClusterRoleBinding[];
  readonly roles: readonly Role[];
  readonly roleBindings: readonly RoleBinding[];
}

/** The label of every default object. */
export const BOOTSTRAPPING_LABEL = 'kubernetes.io/bootstrapping';

const API_VERSION = `${RBAC_GROUP}/v1`;

export function bootstrapObjects(profile: VersionProfile): BootstrapObjects {
  const of = <Object>(letter: string, make: (line: Line, entries: readonly string[]) => Object): Object[] =>
    lines()
      .filter(([kind]) => kind === letter)
      .flatMap((line) => {
        const entries = entriesFor(line, profile);
        return entries === undefined ? [] : [make(line, entries)];
      });
  return {
    clusterRoles: of('C', (line, entries) => ({
      apiVersion: API_VERSION,
      kind: 'ClusterRole',
      metadata: metadataOf(line),
      rules: entries.map(ruleOf),
      ...aggregationOf(line),
    })),
    clusterRoleBindings: of('c', (line, entries) => ({
      apiVersion: API_VERSION,
      kind: 'ClusterRoleBinding',
      metadata: metadataOf(line),
      ...bindingOf(entries),
    })),
    roles: of('R', (line, entries) => ({
      apiVersion: API_VERSION,
      kind: 'Role',
      metadata: metadataOf(line),
      rules: entries.map(ruleOf),
    })),
    roleBindings: of('r', (line, entries) => ({
      apiVersion: API_VERSION,
      kind: 'RoleBinding',
      metadata: metadataOf(line),
      ...bindingOf(entries),
    })),
  };
}

/** The rules of `system:node`, by which the Node authorizer answers what it does not look at closely. */
export function nodeRules(profile: VersionProfile): readonly PolicyRule[] {
  const line = lines().find(([kind, , name]) => kind === 'C' && name === 'system:node');
  return (line === undefined ? [] : (entriesFor(line, profile) ?? [])).map(ruleOf);
}

/** See the head of the generated file. */
type Line = readonly [
  kind: string,
  namespace: string,
  name: string,
  labels: readonly string[],
  aggregation: 0 | readonly string[],
  entries: readonly (readonly [spans: string, ...values: string[]])[],
];

let parsed: readonly Line[] | undefined;

function lines(): readonly Line[] {
  parsed ??= JSON.parse(bootstrapRBAC) as readonly Line[];
  return parsed;
}

/** The entries of the object in this cluster; undefined where it does not exist. */
function entriesFor([, , , , , entries]: Line, profile: VersionProfile): readonly string[] | undefined {
  const present = entries.filter(([spans]) => spans.split(' ').some((span) => holds(span, profile)));
  return present.length === 0 ? undefined : present.flatMap(([, ...values]) => values);
}

const SPAN = /^(\d+)(?:-(\d+))?((?:[+-][A-Za-z]\w*)*)$/;

function holds(span: string, profile: VersionProfile): boolean {
  const match = SPAN.exec(span);
  if (match === null) throw new Error(`generated data: ${span} is no span`);
  const from: Minor = Number(match[1]);
  const to: Minor = match[2] === undefined ? from : Number(match[2]);
  if (profile.minor < from || profile.minor > to) return false;
  const gates = match[3]?.match(/[+-]\w+/g) ?? [];
  return gates.every((gate) => profile.enabled(gate.slice(1)) === gate.startsWith('+'));
}

function metadataOf([, namespace, name, labels]: Line) {
  return {
    name,
    ...(namespace === '' ? {} : { namespace }),
    labels: { [BOOTSTRAPPING_LABEL]: 'rbac-defaults', ...Object.fromEntries(labels.map((label) => [label, 'true'])) },
    annotations: { [AUTO_UPDATE_ANNOTATION]: 'true' },
  };
}

function aggregationOf([, , , , aggregation]: Line): Pick<ClusterRole, 'aggregationRule'> {
  if (aggregation === 0) return {};
  const clusterRoleSelectors = aggregation.map((label) => ({ matchLabels: { [label]: 'true' } }));
  return { aggregationRule: { clusterRoleSelectors } };
}

function ruleOf(text: string): PolicyRule {
  const [verbs = '', groups = '', resources = '', names = '', paths = ''] = text.split('|');
  return {
    verbs: verbs.split(','),
    // The core group is an empty text, which a joined list cannot tell from no group at all.
    ...(resources === '' ? {} : { apiGroups: groups.split(','), resources: resources.split(',') }),
    ...(names === '' ? {} : { resourceNames: names.split(',') }),
    ...(paths === '' ? {} : { nonResourceURLs: paths.split(',') }),
  };
}

function bindingOf([roleRef = '', ...subjects]: readonly string[]): Pick<RoleBinding, 'roleRef' | 'subjects'> {
  const slash = roleRef.indexOf('/');
  return {
    roleRef: { apiGroup: RBAC_GROUP, kind: roleRef.slice(0, slash), name: roleRef.slice(slash + 1) },
    ...(subjects.length > 0 ? { subjects: subjects.map(subjectOf) } : {}),
  };
}

function subjectOf(text: string): Subject {
  const [kind = '', namespace = '', ...name] = text.split('/');
  return {
    kind,
    ...(kind === 'ServiceAccount' ? {} : { apiGroup: RBAC_GROUP }),
    name: name.join('/'),
    ...(namespace === '' ? {} : { namespace }),
  };
}
