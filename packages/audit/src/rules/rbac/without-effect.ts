import { type DeadPart, deadParts } from '@bulkhead/engine/rbac';
import type { AuditObject } from '../../audit-object.js';
import { safeFix } from '../../fix/fix.js';
import type { ObjectPatch } from '../../fix/object-patch.js';
import type { ObjectRule, Report } from '../../rule.js';
import { ROLES } from './grant-rule.js';

export const withoutEffect: ObjectRule = {
  id: 'rbac/without-effect',
  title: 'A part of a rule that grants nothing',
  severity: 'low',
  gains: 'nothing',
  layer: 'code',
  standards: [],
  description:
    'No request asks for what the rule names: a resource that the version does not serve in that API group, a subresource or verb that does not exist, a resource of the cluster in a Role. Leftovers of older versions are only noted.',
  risk: 'What was meant to be allowed is refused, and the usual repair is a wildcard.',
  remediation: 'Correct the name, group or verb as the message says; put resources of the cluster into a ClusterRole.',
  subject: 'object',
  kinds: ROLES,
  check: (object, { profile, roles }): readonly Report[] => {
    const { rules, isDefault } = roles.roleOf(object);
    if (isDefault) return [];
    const isRole = object.identity.kind === 'Role';
    return rules.flatMap((rule, index) => {
      const parts = deadParts(rule, isRole, profile.minor);
      if (parts.length === 0) return [];
      return [
        reportOf(
          object,
          index,
          parts.filter(({ isLeftover }) => !isLeftover),
          'low',
        ),
        reportOf(
          object,
          index,
          parts.filter(({ isLeftover }) => isLeftover),
          'info',
        ),
      ].flat();
    });
  },
};

function reportOf(
  object: AuditObject,
  rule: number,
  parts: readonly DeadPart[],
  severity: 'low' | 'info',
): readonly Report[] {
  if (parts.length === 0) return [];
  return [
    {
      fields: parts.map(({ list, index }) => `rules[${rule}].${list}[${index}]`),
      message: parts.map(({ message }) => message).join('; '),
      severity,
      fix: safeFix('take away what grants nothing', object, (patch) => removeParts(patch, rule, parts)),
    },
  ];
}

/** The rule goes, too, where nothing else is in it: nobody loses a right. */
function removeParts(patch: ObjectPatch, rule: number, parts: readonly DeadPart[]): void {
  for (const list of ['resources', 'verbs', 'nonResourceURLs'] as const) {
    const dead = new Set(parts.filter((part) => part.list === list).map(({ index }) => index));
    const items = patch.read(`rules[${rule}].${list}`);
    if (dead.size === 0 || !Array.isArray(items)) continue;
    const left = items.filter((_, index) => !dead.has(index));
    if (left.length === 0) {
      patch.remove(`rules[${rule}]`);
      return;
    }
    patch.set(`rules[${rule}].${list}`, left);
  }
}
