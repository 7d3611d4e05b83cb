import type { ObjectRule } from '../../rule.js';
import { BINDINGS, subjectText } from './subject-text.js';

/** Controllers make their own service accounts there. */
const SYSTEM = 'kube-system';

export const danglingSubject: ObjectRule = {
  id: 'rbac/dangling-subject',
  title: 'Rights for a service account that is not there',
  severity: 'low',
  gains: 'workload',
  isAlwaysUsual: true,
  layer: 'cluster',
  standards: ['CIS:5.1.1', 'NSA:rbac', 'MITRE:T1136'],
  description:
    'The binding names a service account that the input does not hold, while it holds others of the same namespace. A misspelt name or namespace, or what is left of something removed.',
  risk: 'Whoever may create a service account of that name, or pods in a namespace of that name, has its rights.',
  remediation: 'Correct the name or namespace, or take the subject away.',
  subject: 'object',
  kinds: BINDINGS,
  check: (object, { objects, roles }) => {
    const binding = roles.bindingOf(object);
    const accounts = objects.ofKind('ServiceAccount');
    if (binding === undefined || accounts.length === 0) return undefined;
    return binding.subjects.flatMap((subject, index) => {
      const namespace = subject.namespace || binding.namespace;
      if (subject.kind !== 'ServiceAccount' || subject.name === 'default' || namespace === SYSTEM) return [];
      if (objects.find('ServiceAccount', namespace, subject.name) !== undefined) return [];
      // Some account of the namespace shows that the input tells of them.
      if (!objects.hasKindIn('ServiceAccount', namespace)) return [];
      return {
        fields: [`subjects[${index}].name`],
        message: `${subjectText(subject, binding)} is not in the input, which holds others of that namespace`,
      };
    });
  },
};
