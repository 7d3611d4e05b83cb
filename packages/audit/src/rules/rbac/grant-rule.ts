/** The frame of the rules that look at what a role grants. A rule for everything is `rbac/wildcard`'s alone. */
import type { PolicyRule } from '@bulkhead/engine/rbac';
import type { ClusterProfile } from '@bulkhead/features';
import { isClusterScoped, NEEDS, type Need, type RuleOfNeed } from '../../attack-paths/need.js';
import type { Fix, ObjectIdentity, Severity } from '../../finding.js';
import { groupBy } from '../../group-by.js';
import type { ObjectRule } from '../../rule.js';

export const ROLES: ReadonlySet<string> = new Set(['Role', 'ClusterRole']);

interface GrantRule extends Omit<ObjectRule, 'subject' | 'kinds' | 'check' | 'layer'> {
  readonly needs: readonly Need[];
  /** Needs that count in some versions alone. */
  readonly needsBy?: (profile: ClusterProfile) => readonly Need[];
  /** The severity of a grant that is limited to names; null where such a grant is what one should write. */
  readonly named: Severity | null;
  /** Where neither the usual severity nor `named` is right. */
  readonly severityOf?: (grants: readonly RuleOfNeed[], identity: ObjectIdentity) => Severity;
  readonly fixOf?: (grants: readonly RuleOfNeed[]) => Fix | undefined;
  /** What whoever is bound to the role can do with it, for the message. */
  readonly gain: string;
}

export function grantRule({ needs, needsBy, named, gain, severityOf, fixOf, ...rule }: GrantRule): ObjectRule {
  const wanted: ReadonlySet<Need> = new Set(needs);
  return {
    ...rule,
    layer: 'cluster',
    subject: 'object',
    kinds: ROLES,
    check: (object, cluster) => {
      const { needs: found, objectives } = cluster.roles.roleOf(object);
      if (found.length + objectives.length === 0) return undefined;
      const more = needsBy?.(cluster.profile) ?? [];
      const isRole = object.identity.kind === 'Role';
      const isWanted = ({ need, rule: { resources }, names }: RuleOfNeed): boolean =>
        (wanted.has(need) || more.includes(need)) &&
        !resources.includes('*') &&
        (names.length === 0 || named !== null) &&
        // What belongs to no namespace a Role does not grant: `rbac/without-effect` says so.
        !(isRole && isClusterScoped(need));
      const grants = [...found.filter(isWanted), ...objectives.filter(isWanted)];
      if (grants.length === 0) return undefined;
      const isNamed = named !== null && grants.every(({ names }) => names.length > 0);
      const fix = fixOf?.(grants);
      const severity = severityOf?.(grants, object.identity) ?? (isNamed ? named : rule.severity);
      return {
        fields: [...new Set(grants.map(({ ruleIndex }) => `rules[${ruleIndex}].resources`))],
        message: `${textsOf(grants).join('; ')}: ${gain}`,
        severity,
        ...(fix === undefined ? {} : { fix }),
      };
    },
  };
}

/** `get, list secrets`, once for each rule of the role. */
function textsOf(grants: readonly RuleOfNeed[]): readonly string[] {
  return [...groupBy(grants, ({ rule }) => rule)].map(([rule, found]) => grantText(rule, found));
}

function grantText({ verbs, resources, resourceNames }: PolicyRule, grants: readonly RuleOfNeed[]): string {
  const used = new Set(grants.flatMap(({ need }) => NEEDS[need].verbs as readonly string[]));
  const needed = grants.flatMap(({ need }) => NEEDS[need].resources.map((text) => text.slice(text.indexOf('/') + 1)));
  const meant = resources.filter((resource) => needed.some((each) => isMeant(resource, each)));
  const names = resourceNames.length === 0 ? '' : ` (only ${resourceNames.join(', ')})`;
  return `${verbs.filter((verb) => verb === '*' || used.has(verb)).join(', ')} ${meant.join(', ')}${names}`;
}

const isMeant = (resource: string, needed: string): boolean =>
  resource === needed || (resource.startsWith('*/') && needed.endsWith(resource.slice(1)));
