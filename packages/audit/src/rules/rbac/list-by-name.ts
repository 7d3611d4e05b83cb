import type { ObjectRule, Report } from '../../rule.js';
import { ROLES } from './grant-rule.js';

const LISTING: readonly string[] = ['list', 'watch'];

export const listByName: ObjectRule = {
  id: 'rbac/list-by-name',
  title: 'list and watch limited to names',
  severity: 'info',
  gains: 'nothing',
  layer: 'code',
  standards: [],
  description:
    'A rule with `resourceNames` has `list` or `watch`. They are granted only to requests that choose the object by the field selector `metadata.name`; `deletecollection` is never granted by name.',
  risk: 'A client that lists as usual is refused, and the usual repair is a rule without names.',
  remediation: 'Grant `get` alone where the client gets the object by name; else let it send the field selector.',
  subject: 'object',
  kinds: ROLES,
  check: (object, { roles }): readonly Report[] => {
    const { rules, isDefault } = roles.roleOf(object);
    if (isDefault) return [];
    return rules.flatMap(({ verbs, resources, resourceNames }, index): readonly Report[] => {
      const [first] = resourceNames;
      // The empty name is the one of requests without a name.
      if (first === undefined || resourceNames.includes('')) return [];
      const listing = verbs.filter((verb) => LISTING.includes(verb));
      const what = resources.join(', ');
      const texts: string[] = [];
      if (listing.length > 0)
        texts.push(
          `${listing.join(', ')} ${what}: granted only to requests with the field selector metadata.name=${resourceNames.length === 1 ? first : 'NAME'}`,
        );
      const isLost = verbs.includes('deletecollection');
      if (isLost) texts.push(`deletecollection ${what}: never granted by name`);
      if (texts.length === 0) return [];
      return [{ fields: [`rules[${index}].verbs`], message: texts.join('; '), severity: isLost ? 'low' : 'info' }];
    });
  },
};
