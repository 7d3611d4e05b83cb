import type { AuditObject } from '../../audit-object.js';
import type { Fix } from '../../finding.js';
import { safeFix } from '../../fix/fix.js';
import type { ObjectRule, Report } from '../../rule.js';
import { ROLES } from './grant-rule.js';

export const createByName: ObjectRule = {
  id: 'rbac/create-by-name',
  title: 'create limited to names grants nothing',
  severity: 'low',
  gains: 'nothing',
  isAlwaysUsual: true,
  layer: 'code',
  standards: [],
  description:
    'A rule with `resourceNames` has the verb `create`. The request to create an object carries no name when it is authorized, so the rule never allows it.',
  risk: 'What was meant to be allowed is refused, and the usual repair is a rule without names.',
  remediation: 'Grant `create` in a rule of its own, without `resourceNames`.',
  subject: 'object',
  kinds: ROLES,
  check: (object, cluster): readonly Report[] => {
    const { rules, isDefault } = cluster.roles.roleOf(object);
    if (isDefault) return [];
    return rules.flatMap(({ verbs, resources, resourceNames }, index) => {
      // A subresource is created on an object that has a name.
      const created = resources.filter((resource) => resource !== '*' && !resource.includes('/'));
      if (resourceNames.length === 0 || !verbs.includes('create') || created.length === 0) return [];
      return {
        fields: [`rules[${index}].verbs`],
        message: `create ${created.join(', ')} is never granted by name`,
        // With a subresource in the rule, create grants something.
        ...(created.length === resources.length ? { fix: fixOf(object, index) } : {}),
      };
    });
  },
};

/** Takes the verb away, and the rule where it has no other: nobody loses a right. */
const fixOf = (object: AuditObject, index: number): Fix =>
  safeFix('remove the verb create, which grants nothing here', object, (patch) => {
    const path = `rules[${index}].verbs`;
    const verbs = patch.read(path);
    if (!Array.isArray(verbs)) return;
    const others = verbs.filter((verb) => verb !== 'create');
    if (others.length > 0) patch.set(path, others);
    else patch.remove(`rules[${index}]`);
  });
