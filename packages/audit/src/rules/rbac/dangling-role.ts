import type { ObjectRule } from '../../rule.js';
import { BINDINGS } from './subject-text.js';

export const danglingRole: ObjectRule = {
  id: 'rbac/dangling-role',
  title: 'Bound to a role that is not there',
  severity: 'info',
  gains: 'nothing',
  isAlwaysUsual: true,
  layer: 'cluster',
  standards: ['CIS:5.1.1'],
  description: 'Neither the input nor the version of the cluster has the role that the binding refers to.',
  risk: 'The binding gives nothing now, and whatever whoever makes a role of this name writes into it.',
  remediation: 'Remove the binding, or add the role.',
  subject: 'object',
  kinds: BINDINGS,
  check: (object, cluster) => {
    const binding = cluster.roles.bindingOf(object);
    const error = binding === undefined ? '' : cluster.roles.resolve(binding).error;
    return error === '' ? undefined : { fields: ['roleRef'], message: error };
  },
};
