import { needText } from '../../attack-paths/need.js';
import type { ObjectRule } from '../../rule.js';

const PREFIX = 'rbac.authorization.k8s.io/aggregate-to-';
/** What the default roles may not do by themselves; admin holds most of it. */
const WEAK: readonly string[] = ['view', 'edit'];

export const aggregated: ObjectRule = {
  id: 'rbac/aggregated',
  title: 'Adds power to the default roles',
  severity: 'high',
  gains: 'cluster',
  isAlwaysUsual: true,
  layer: 'cluster',
  standards: ['NSA:rbac', 'MITRE:T1098'],
  description:
    'A label aggregates the role into `view` or `edit`, and the role holds rights that lead to other identities, Secrets or code. Everybody who is bound to the default role has them.',
  risk: 'A viewer reads Secrets or runs code, in every namespace where somebody is bound to `view` or `edit`.',
  remediation: 'Aggregate only rights on your own resources; bind the others where they are needed.',
  subject: 'object',
  kinds: new Set(['ClusterRole']),
  check: (object, { roles }) => {
    const { labels = {} } = object.metadata;
    const targets = WEAK.filter((name) => Object.hasOwn(labels, PREFIX + name) && labels[PREFIX + name] === 'true');
    if (targets.length === 0) return undefined;
    const needs = roles.roleOf(object).needs.filter(({ names }) => names.length === 0);
    // A holder of edit writes workloads, reads Secrets and runs code in pods anyway.
    const more = targets.includes('view') ? needs : needs.filter(({ need }) => !IN_EDIT.has(need));
    if (more.length === 0) return undefined;
    const texts = [...new Set(more.map(({ need, rule }) => needText(need, rule)))];
    return {
      fields: targets.map((name) => `metadata.labels[${PREFIX}${name}]`),
      message: `everybody with ${targets.join(' or ')} has ${texts.slice(0, 4).join('; ')}${texts.length > 4 ? ` and ${texts.length - 4} more` : ''}`,
    };
  },
};

const IN_EDIT: ReadonlySet<string> = new Set([
  ...['readSecrets', 'createSecrets', 'createPods', 'editPods', 'writeControllers', 'exec', 'attach'],
  ...['impersonateServiceAccounts', 'createTokens', 'createServiceAccounts', 'createPersistentVolumeClaims'],
  'editConfigMaps',
]);
