/** The rules of the roles in the input, each with its place. */
import { itemsOf, textOf, textsOf, valueAt } from '../hardening/plain-value.js';
import type { ClusterInput, InputObject } from './cluster-input.js';

export interface PlacedRule {
  readonly source: InputObject;
  /** `rules[0]` */
  readonly fieldPath: string;
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

const GROUP = 'rbac.authorization.k8s.io';

export function* roleRules(input: ClusterInput): Iterable<PlacedRule> {
  for (const kind of ['ClusterRole', 'Role']) {
    for (const source of input.ofKind(GROUP, kind)) {
      const rules = itemsOf(valueAt(source.object, 'rules'));
      for (const [index, rule] of rules.entries()) {
        yield {
          source,
          fieldPath: `rules[${index}]`,
          verbs: textsOf(valueAt(rule, 'verbs')),
          apiGroups: textsOf(valueAt(rule, 'apiGroups')),
          resources: textsOf(valueAt(rule, 'resources')),
          resourceNames: textsOf(valueAt(rule, 'resourceNames')),
          nonResourceURLs: textsOf(valueAt(rule, 'nonResourceURLs')),
        };
      }
    }
  }
}

/** Whether the rule speaks of the resource (`nodes/log`), by name or by wildcard. */
export const namesResource = ({ apiGroups, resources }: PlacedRule, group: string, resource: string): boolean =>
  (apiGroups.includes(group) || apiGroups.includes('*')) && (resources.includes(resource) || resources.includes('*'));

/** A subject of a binding in the input. */
export interface PlacedSubject {
  readonly source: InputObject;
  /** `subjects[0]` */
  readonly fieldPath: string;
  readonly kind: string;
  readonly name: string;
  readonly role: string;
}

export function* bindingSubjects(input: ClusterInput): Iterable<PlacedSubject> {
  for (const kind of ['ClusterRoleBinding', 'RoleBinding']) {
    for (const source of input.ofKind(GROUP, kind)) {
      const role = textOf(valueAt(source.object, 'roleRef', 'name'));
      for (const [index, subject] of itemsOf(valueAt(source.object, 'subjects')).entries()) {
        const [subjectKind, name] = [textOf(valueAt(subject, 'kind')), textOf(valueAt(subject, 'name'))];
        yield { source, fieldPath: `subjects[${index}]`, kind: subjectKind, name, role };
      }
    }
  }
}
