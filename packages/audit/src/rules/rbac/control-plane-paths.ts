import type { PolicyRule } from '@bulkhead/engine/rbac';
import type { ObjectRule, Report } from '../../rule.js';

/** Paths of the API server that say or do more than how it is. */
const PATHS: readonly string[] = ['/debug/', '/logs', '/flagz', '/configz', '/statusz'];

export const controlPlanePaths: ObjectRule = {
  id: 'rbac/control-plane-paths',
  title: 'Reads the inside of the control plane',
  severity: 'medium',
  gains: 'credentials',
  isAlwaysUsual: true,
  layer: 'cluster',
  standards: ['NSA:rbac', 'MITRE:T1613'],
  description:
    'The role opens paths of the API server that are no resources: profiles of its memory (`/debug/`), log files of its machine (`/logs`), its flags and configuration, or every path.',
  risk: 'A profile or a log holds tokens and object names; flags show what is not guarded.',
  remediation: 'Name the paths that are used, such as `/metrics` and `/healthz`.',
  subject: 'object',
  kinds: new Set(['ClusterRole']),
  check: (object, { roles }): readonly Report[] => {
    const { rules, isDefault, needs } = roles.roleOf(object);
    // Whoever has everything is `rbac/wildcard`'s.
    if (isDefault || needs.some(({ need }) => need === 'everything')) return [];
    return rules.flatMap((rule, index) => {
      const open = openPaths(rule);
      if (open.length === 0) return [];
      return { fields: [`rules[${index}].nonResourceURLs`], message: `${rule.verbs.join(', ')} ${open.join(', ')}` };
    });
  },
};

function openPaths({ verbs, nonResourceURLs }: PolicyRule): readonly string[] {
  if (!verbs.includes('*') && !verbs.includes('get')) return [];
  return nonResourceURLs.filter((url) => {
    const stem = url.endsWith('*') ? url.slice(0, -1) : url;
    return PATHS.some((path) => stem.startsWith(path) || (url.endsWith('*') && path.startsWith(stem)));
  });
}
