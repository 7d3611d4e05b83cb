import type { ObjectRule } from '../../rule.js';
import { BINDINGS, isDefaultServiceAccount, rightsText, severityOfPowers, subjectText } from './subject-text.js';

export const defaultServiceAccount: ObjectRule = {
  id: 'rbac/default-service-account',
  title: 'Rights for the default service account',
  severity: 'medium',
  gains: 'cluster',
  layer: 'cluster',
  standards: ['CIS:5.1.5', 'NSA:service-accounts', 'MITRE:T1078'],
  description: 'The binding names the service account `default`, which every pod of its namespace has that names none.',
  risk: 'Every such pod, now and later, has these rights, whether it needs them or not.',
  remediation: 'Make a service account for the workload that needs the rights, and bind that.',
  subject: 'object',
  kinds: BINDINGS,
  check: (object, cluster) => {
    const binding = cluster.roles.bindingOf(object);
    if (binding === undefined || !binding.subjects.some(isDefaultServiceAccount)) return undefined;
    const { rules, error } = cluster.roles.resolve(binding);
    if (error === '' && rules.length === 0) return undefined;
    const powers = cluster.roles.powersOf(rules);
    return binding.subjects.flatMap((subject, index) => {
      if (!isDefaultServiceAccount(subject)) return [];
      const namespace = subject.namespace || binding.namespace;
      return {
        fields: [`subjects[${index}]`],
        message: `${subjectText(subject, binding)} has ${rightsText(binding, powers)}, and so has every pod of namespace ${namespace} that names no service account`,
        severity: severityOfPowers(powers, binding, 'medium'),
      };
    });
  },
};
