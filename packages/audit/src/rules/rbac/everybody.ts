import type { BindingObject, PolicyRule } from '@bulkhead/engine/rbac';
import type { ObjectRule } from '../../rule.js';
import { BINDINGS, isAnonymous, isEverybody, rightsText, severityOfPowers, subjectText } from './subject-text.js';

export const everybody: ObjectRule = {
  id: 'rbac/everybody',
  title: 'Rights for everybody',
  severity: 'medium',
  gains: 'cluster',
  layer: 'cluster',
  standards: ['CIS:5.1.7', 'NSA:rbac', 'MITRE:T1078', 'OWASP:K03'],
  description:
    'The binding names a group that nobody has to be put into: callers without credentials (`system:unauthenticated`, `system:anonymous`), every user (`system:authenticated`) or every workload (`system:serviceaccounts`).',
  risk: 'The rights belong to whoever reaches the API server, or runs any pod.',
  remediation: 'Name the users, groups or service accounts that need the rights.',
  subject: 'object',
  kinds: BINDINGS,
  check: (object, cluster) => {
    const binding = cluster.roles.bindingOf(object);
    if (binding === undefined || !binding.subjects.some(isEverybody)) return undefined;
    const { rules, error } = cluster.roles.resolve(binding);
    if (error === '' && rules.length === 0) return undefined;
    const powers = cluster.roles.powersOf(rules);
    const found = binding.subjects.flatMap((subject, index) => (isEverybody(subject) ? [{ subject, index }] : []));
    const usual = found.some(({ subject }) => isAnonymous(subject)) ? 'high' : 'medium';
    return {
      fields: found.map(({ index }) => `subjects[${index}]`),
      message: `${found.map(({ subject }) => subjectText(subject, binding)).join(', ')} has ${rightsText(binding, powers)}`,
      severity: isDiscovery(binding, rules) ? 'info' : severityOfPowers(powers, binding, usual),
    };
  },
};

/** What kubeadm gives those who are about to join: one ConfigMap, with the address and the authority of the cluster. */
const isDiscovery = ({ kind, namespace }: BindingObject, rules: readonly PolicyRule[]): boolean =>
  kind === 'RoleBinding' &&
  namespace === 'kube-public' &&
  rules.length > 0 &&
  rules.every(
    ({ verbs, apiGroups, resources, resourceNames }) =>
      isOnly(verbs, 'get') &&
      isOnly(apiGroups, '') &&
      isOnly(resources, 'configmaps') &&
      isOnly(resourceNames, 'cluster-info'),
  );

const isOnly = (values: readonly string[] | undefined, value: string): boolean =>
  values?.length === 1 && values[0] === value;
