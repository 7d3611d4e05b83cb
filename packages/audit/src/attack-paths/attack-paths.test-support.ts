/** Small clusters for tests, and the steps that lead from a user. */
import { clusterProfile } from '@bulkhead/features';
import { attackGraph } from './attack-paths.js';
import { type ClusterFacts, type ClusterObject, clusterFacts } from './cluster-facts.js';
import { type Foothold, foothold, footholdText } from './foothold.js';

const RBAC = 'rbac.authorization.k8s.io';

/** `verbs group/resource`, names in brackets: `get,list /secrets[a,b]`, `create apps/deployments`, `get /pods/exec`. */
function rule(text: string) {
  const match = /^(\S+) ([^/]*)\/([^[]+)(?:\[(.*)\])?$/.exec(text);
  if (match === null) throw new Error(`no rule: ${text}`);
  const [, verbs = '', group = '', resource = '', names] = match;
  return {
    verbs: verbs.split(','),
    apiGroups: [group],
    resources: [resource],
    ...(names === undefined ? {} : { resourceNames: names.split(',') }),
  };
}

export const object = (apiVersion: string, kind: string, namespace: string, name: string, rest: object = {}) => ({
  apiVersion,
  kind,
  object: { apiVersion, kind, metadata: { name, ...(namespace === '' ? {} : { namespace }) }, ...rest },
});

/** Rules for a subject, `User/ann` unless said otherwise; in namespace `''` they count everywhere. */
export function grant(
  namespace: string,
  rules: readonly string[],
  subject = 'User/ann',
  name = 'own',
): ClusterObject[] {
  const [kind = '', ...parts] = subject.split('/');
  const subjects = [
    kind === 'ServiceAccount'
      ? { kind, namespace: parts[0], name: parts[1] }
      : { kind, apiGroup: RBAC, name: parts.join('/') },
  ];
  const roleKind = namespace === '' ? 'ClusterRole' : 'Role';
  return [
    object(`${RBAC}/v1`, roleKind, namespace, name, { rules: rules.map(rule) }),
    object(`${RBAC}/v1`, `${roleKind}Binding`, namespace, name, {
      subjects,
      roleRef: { apiGroup: RBAC, kind: roleKind, name },
    }),
  ];
}

export const pod = (namespace: string, name: string, spec: object = {}): ClusterObject =>
  object('v1', 'Pod', namespace, name, { spec: { containers: [{ name: 'app', image: 'i' }], ...spec } });

export const namespaced = (name: string, labels: object = {}): ClusterObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } },
});

export function factsOf(objects: readonly ClusterObject[], version = '1.35', gates = ''): ClusterFacts {
  const result = clusterProfile({ version, gates });
  if ('errors' in result) throw new Error(result.errors.join());
  return clusterFacts(objects, result.profile);
}

export const ANN: Foothold = foothold('user', '', 'ann');

/** `technique -> foothold`, with a question mark where something is assumed. */
export function stepsFrom(facts: ClusterFacts, from: Foothold = ANN, objectives = false): readonly string[] {
  const steps = attackGraph(facts, { objectives }).stepsFrom(from);
  return [
    ...new Set(
      steps.map(({ technique, to, conditions }) => {
        const mark = conditions.some(({ state }) => state === 'unknown') ? ' ?' : '';
        return `${technique} -> ${footholdText(to)}${mark}`;
      }),
    ),
  ].sort();
}
