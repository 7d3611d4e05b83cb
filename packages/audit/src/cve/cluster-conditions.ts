/** Conditions that nodes, workloads, grants and other objects of the input decide. */
import type { Subject } from '@bulkhead/engine/rbac';
import type { AuditObject } from '../audit-object.js';
import { read } from '../audit-object.js';
import type { Component, Evidence } from './component.js';
import { answer, type ConditionAnswer } from './condition-answer.js';
import type { CveCheck, PodUse } from './cve-check.js';
import type { CveFacts } from './cve-facts.js';
import { enforcesRestricted } from './mitigation-levels.js';
import { isWindowsNode } from './node-components.js';

type CheckOf<Kind extends CveCheck['kind']> = Extract<CveCheck, { readonly kind: Kind }>;

const place = (object: AuditObject, fieldPath: string, text: string): Evidence => ({ object, fieldPath, text });

export function windowsCondition(component: Component, facts: CveFacts): ConditionAnswer {
  const nodes = facts.nodes;
  const ofComponent = new Set(component.evidence.map(({ object }) => object));
  // A component of nodes is asked of its own nodes; another one of all.
  const own = nodes.filter((node) => ofComponent.has(node));
  const asked = own.length > 0 ? own : nodes;
  if (asked.length === 0) return answer('unknown', 'the input holds no Node, so it does not tell their systems');
  const windows = asked.filter(isWindowsNode);
  if (windows.length === 0) return answer('no', 'the nodes do not run Windows');
  return answer(
    'yes',
    `${windows.length === 1 ? 'a node runs' : `${windows.length} nodes run`} Windows`,
    windows.map((node) => place(node, 'status.nodeInfo.operatingSystem', 'windows')),
  );
}

const USE_TEXT: Readonly<Record<PodUse, string>> = {
  'git-repo-volume': 'a gitRepo volume',
  'sub-path': 'subPath',
  'localhost-seccomp': 'a seccomp profile of the node',
  'empty-localhost-profile': 'an empty localhostProfile',
  'net-raw': 'NET_RAW',
};

/** What the owner of the pod chooses, not the attacker: without such a workload there is nothing to attack. */
const OWNERS_CHOICE: ReadonlySet<PodUse> = new Set(['localhost-seccomp', 'empty-localhost-profile']);

export function podUseCondition({ use }: CheckOf<'pod-use'>, facts: CveFacts): ConditionAnswer {
  const evidence = facts.podUses.get(use) ?? [];
  if (evidence.length > 0) return answer('yes', `workloads of the input use ${USE_TEXT[use]}`, evidence);
  const isOwners = OWNERS_CHOICE.has(use);
  if (facts.workloads.length === 0) {
    return answer(isOwners ? 'unknown' : 'assumed', 'the input holds no workloads, and whoever may create pods can');
  }
  const none = `no workload of the input uses ${USE_TEXT[use]}`;
  if (isOwners) return answer(facts.isWholeCluster ? 'no' : 'unknown', none);
  if (use === 'git-repo-volume' && enforcesRestricted(facts)) {
    return answer('no', `${none}, and the namespaces refuse it`);
  }
  return answer('unknown', `${none}, but whoever may create pods can`);
}

export function kindCondition({ objectKind }: CheckOf<'kind-in-use'>, facts: CveFacts): ConditionAnswer {
  const objects = facts.cluster.objects.ofKind(objectKind);
  const [first] = objects;
  if (first !== undefined) {
    return answer('yes', `the input holds ${objects.length} of kind ${objectKind}`, [place(first, '', objectKind)]);
  }
  const none = `the input holds no ${objectKind}`;
  return facts.isWholeCluster ? answer('no', none) : answer('unknown', none);
}

/** CSIDriver objects of the drivers that records name. */
const DRIVERS: ReadonlyMap<string, string> = new Map([
  ['azurefile-csi-driver', 'file.csi.azure.com'],
  ['secrets-store-csi-driver', 'secrets-store.csi.k8s.io'],
]);

export function csiTokenCondition(component: Component, facts: CveFacts): ConditionAnswer {
  const name = DRIVERS.get(component.name) ?? '';
  const drivers = facts.cluster.objects.ofKind('CSIDriver').filter(({ identity }) => identity.name === name);
  const [driver] = drivers;
  if (driver === undefined) return answer('unknown', `the input does not hold the CSIDriver ${name}`);
  const requests = read(read(driver.object, 'spec'), 'tokenRequests');
  const asks = Array.isArray(requests) && requests.length > 0;
  return answer(asks ? 'yes' : 'no', `CSIDriver ${name} asks for ${asks ? '' : 'no '}tokens of the pods`, [
    place(driver, 'spec.tokenRequests', ''),
  ]);
}

export function annotationCondition(
  { objectKind, key, value }: CheckOf<'annotation'>,
  facts: CveFacts,
): ConditionAnswer {
  const found = facts.cluster.objects
    .ofKind(objectKind)
    .filter(({ metadata }) => metadata.annotations?.[key] === value);
  if (found.length > 0) {
    const evidence = found.map((object) => place(object, `metadata.annotations[${key}]`, value));
    return answer('yes', `a ${objectKind} has the annotation ${key}`, evidence);
  }
  return answer(facts.isWholeCluster ? 'no' : 'unknown', `no ${objectKind} of the input has the annotation ${key}`);
}

const GROUPS: ReadonlyMap<string, string> = new Map([['endpointslices', 'discovery.k8s.io']]);

/** `services/status:patch` is a resource with a verb of its own. */
export function rbacCondition({ verb, resources, isUsual }: CheckOf<'rbac-allows'>, facts: CveFacts): ConditionAnswer {
  const { objects, roles } = facts.cluster;
  const wanted = resources.map((text) => {
    const [resource = '', own] = text.split(':');
    return { verb: own ?? verb, resource, group: GROUPS.get(resource) ?? '' };
  });
  const bindings = [...objects.ofKind('ClusterRoleBinding'), ...objects.ofKind('RoleBinding')];
  if (bindings.length === 0 && isUsual) return answer('assumed', 'the input does not show who may do what');
  for (const object of bindings) {
    const binding = roles.bindingOf(object);
    if (binding === undefined || !binding.subjects.some(isStranger)) continue;
    const { rules } = roles.resolve(binding);
    const allows = wanted.find((want) => rules.some((rule) => ruleGrants(rule, want)));
    if (allows === undefined) continue;
    const what = `${allows.verb} ${allows.resource}`;
    return answer('yes', `${object.identity.kind} ${object.identity.name} lets others ${what}`, [
      place(object, 'roleRef', binding.roleRef.name),
    ]);
  }
  const none = `no binding of the input lets others ${wanted.map((want) => `${want.verb} ${want.resource}`).join(' or ')}`;
  return answer(facts.isWholeCluster && bindings.length > 0 ? 'no' : 'unknown', none);
}

/** Subjects that are not the cluster's own parts. */
const isStranger = ({ kind, name, namespace }: Subject): boolean =>
  kind === 'ServiceAccount'
    ? namespace !== 'kube-system'
    : !name.startsWith('system:') || name === 'system:authenticated' || name === 'system:unauthenticated';

interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
}

function ruleGrants(
  rule: Rule,
  { verb, resource, group }: { readonly verb: string; readonly resource: string; readonly group: string },
): boolean {
  const includes = (list: readonly string[], word: string): boolean => list.includes('*') || list.includes(word);
  const slash = resource.indexOf('/');
  const subresource = slash >= 0 && rule.resources.includes(`*${resource.slice(slash)}`);
  return (
    includes(rule.verbs, verb) && includes(rule.apiGroups, group) && (includes(rule.resources, resource) || subresource)
  );
}
