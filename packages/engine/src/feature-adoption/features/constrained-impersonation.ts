/** KEP-5284. Who gains and loses what is decided in `rbac/impersonation-rights`; here it is about single roles. */
import type { AdoptionPlace, FeatureUse, SecurityFeature } from '../adoption.js';
import { namesResource, type PlacedRule, roleRules } from '../grants.js';

const isConstrained = (verb: string): boolean => verb.startsWith('impersonate:') || verb.startsWith('impersonate-on:');

/** What the verb `impersonate` is asked on. */
const TARGETS: readonly (readonly [group: string, resource: string])[] = [
  ['', 'users'],
  ['', 'groups'],
  ['', 'serviceaccounts'],
  ['authentication.k8s.io', 'uids'],
];

const impersonates = (rule: PlacedRule): boolean =>
  rule.verbs.includes('impersonate') && TARGETS.some(([group, resource]) => namesResource(rule, group, resource));

export const constrainedImpersonation: SecurityFeature = {
  kep: 5284,
  name: 'constrained impersonation',
  decide: (input, profile) => {
    const uses: FeatureUse[] = [];
    const couldUse: AdoptionPlace[] = [];
    const effective = profile.enabled('ConstrainedImpersonation');
    for (const rule of roleRules(input)) {
      const { source: object, fieldPath, verbs } = rule;
      const constrained = verbs.filter(isConstrained);
      if (constrained.length > 0) {
        const message = effective ? constrained.join(', ') : `${constrained.join(', ')}: words without a meaning yet`;
        uses.push({ object, fieldPath, effective, message });
      }
      if (impersonates(rule)) {
        const message = 'impersonate gives everything that the impersonated user may do';
        couldUse.push({ object, fieldPath, message });
      }
    }
    return { uses, couldUse };
  },
};
