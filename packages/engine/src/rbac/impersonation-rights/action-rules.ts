/**
 * Rules for what may be done in somebody else's name, in one mode of constrained impersonation: `impersonate-on:`, the
 * mode, and the verb of the request. There is no wildcard inside such a verb, so a `*` is written out.
 */
import type { ConstrainedMode } from '../../impersonation/impersonation-mode.js';
import type { PolicyRule } from '../policy-rule.js';

const RESOURCE_VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];
const PATH_VERBS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'];
/** Verbs of requests that carry no name of an object. */
const NAMELESS: ReadonlySet<string> = new Set(['create', 'deletecollection']);

/** To do what `rules` allow to somebody, as that somebody; only with the given verbs, when there are any. */
export function actionRules(
  mode: ConstrainedMode,
  rules: readonly PolicyRule[],
  verbs?: readonly string[],
): readonly PolicyRule[] {
  return rules.flatMap((rule) => {
    const possible = rule.nonResourceURLs.length > 0 ? PATH_VERBS : possibleVerbs(rule);
    const own = possible.filter(
      (verb) => (rule.verbs.includes('*') || rule.verbs.includes(verb)) && verbs?.includes(verb) !== false,
    );
    return own.length === 0 ? [] : [{ ...rule, verbs: own.map((verb) => `impersonate-on:${mode}:${verb}`) }];
  });
}

/** A rule with names says nothing about requests without one; only the creation of a subresource has it. */
function possibleVerbs({ resourceNames, resources }: PolicyRule): readonly string[] {
  const hasSubresource = resources.some((resource) => resource === '*' || resource.includes('/'));
  if (resourceNames.length === 0) return RESOURCE_VERBS;
  return RESOURCE_VERBS.filter((verb) => !NAMELESS.has(verb) || (verb === 'create' && hasSubresource));
}

const anyResource = (verbs: readonly string[]): PolicyRule => ({
  verbs,
  apiGroups: ['*'],
  resources: ['*'],
  resourceNames: [],
  nonResourceURLs: [],
});

const anyPath = (verbs: readonly string[]): PolicyRule => ({
  verbs,
  apiGroups: [],
  resources: [],
  resourceNames: [],
  nonResourceURLs: ['*'],
});

/** To do with these verbs whatever the other may do with them. Paths belong to the cluster. */
export function actionRulesForVerbs(
  mode: ConstrainedMode,
  verbs: readonly string[],
  isCluster: boolean,
): readonly PolicyRule[] {
  return actionRules(mode, [anyResource(verbs), ...(isCluster ? [anyPath(verbs)] : [])], verbs);
}

/** Whether the rule lets its holder do something in somebody else's name in this mode. */
export const isActionRule = ({ verbs }: PolicyRule, mode: ConstrainedMode): boolean =>
  verbs.some((verb) => verb === '*' || verb.startsWith(`impersonate-on:${mode}:`));

/** Verbs that requests have, of resources or of paths. */
export const isRequestVerb = (verb: string): boolean => RESOURCE_VERBS.includes(verb) || PATH_VERBS.includes(verb);
