/** The suggested roles as YAML to apply; comments say what they keep and what of the present roles is unused. */

import { printable } from '@bulkhead/audit';
import { apiPolicyRule, type IndexedBinding, type PolicyRule } from '@bulkhead/engine/rbac';
import type { RulesByNamespace, UnusedGrant } from '@bulkhead/engine/rbac/least-privilege';
import { titled } from '../../authorization/titled.js';
import { yaml } from '../reach/suggest/yaml.js';
import type { Answer, SubjectAnswer } from './answer.js';

export function* yamlReport(answer: Answer, placeOf: (binding: IndexedBinding) => string): Iterable<string> {
  if (answer.subjects.length === 0) yield comment('no request in the log counts: nothing to suggest');
  for (const node of answer.nodes) yield comment(`${node} is a node: the Node authorizer answers it, not RBAC`);
  yield* unusedComments(answer.unused, placeOf);
  for (const subject of answer.subjects) yield* subjectDocuments(subject);
}

function* unusedComments(
  unused: readonly UnusedGrant[],
  placeOf: (binding: IndexedBinding) => string,
): Iterable<string> {
  if (unused.length === 0) return;
  yield comment('granted, but not used by anybody in the log:');
  let last: IndexedBinding | undefined;
  for (const grant of unused) {
    const { binding, ruleIndex, rule } = grant;
    if (binding !== last) {
      yield comment(`  ${titled(binding)} of ${titled(binding.role)}  (${placeOf(binding)})`);
      last = binding;
    }
    const place = `    rules[${ruleIndex}]`;
    if (!grant.used) yield comment(`${place}: all of it: ${ruleText(rule)}`);
    for (const part of grant.used ? grant.unused : []) yield comment(`${place}: ${ruleText(part)}`);
    if (grant.wider.length > 0) {
      const instead = grant.narrowed.map(ruleText).join('; ');
      yield comment(`${place}: * in ${grant.wider.join(', ')} is wider than its use: ${instead}`);
    }
  }
}

function* subjectDocuments({ subject, requests, kept, handedOut, beyond, objects }: SubjectAnswer): Iterable<string> {
  yield '---\n';
  yield comment(`${subject}: ${requests} different ${requests === 1 ? 'request' : 'requests'}`);
  yield* ruleComments('kept', kept, ', since a log does not show its use');
  yield* ruleComments('added', handedOut.rules, ', to hand out what was handed out');
  for (const written of handedOut.unknown) {
    yield comment(`${titled(written)} was written, and what it gives is neither in the log nor in the input:`);
    yield comment('  writing it may take more rights, or escalate or bind; log these requests at level Request');
  }
  yield* ruleComments('more than the roles and bindings at hand give', beyond, '');
  let isFirst = true;
  for (const { object } of objects) {
    if (!isFirst) yield '---\n';
    isFirst = false;
    yield yaml(object);
  }
}

function* ruleComments(what: string, byNamespace: RulesByNamespace, why: string): Iterable<string> {
  for (const [namespace, rules] of byNamespace) {
    const where = namespace === '' ? '' : ` in ${namespace}`;
    for (const rule of rules) yield comment(`${what}${where}${why}: ${ruleText(rule)}`);
  }
}

/** `get,list pods,services in group apps named web` */
function ruleText(rule: PolicyRule): string {
  const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = rule;
  const paths = nonResourceURLs.length > 0 ? [nonResourceURLs.join(',')] : [];
  const groups = apiGroups.map((group) => (group === '' ? '""' : group)).join(',');
  const named = resourceNames.length > 0 ? ` named ${resourceNames.join(',')}` : '';
  const objects = resources.length > 0 ? [`${resources.join(',')} of ${groups}${named}`] : [];
  return `${verbs.join(',')} ${[...objects, ...paths].join(' and ')}`;
}

const comment = (line: string): string => `# ${printable(line)}\n`;

/** A grant as data. */
export function unusedData(grant: UnusedGrant, source: string): object {
  const { binding, ruleIndex, used, unused, wider, narrowed } = grant;
  const named = ({ kind, namespace, name }: { kind: string; namespace: string; name: string }) => ({
    kind,
    namespace,
    name,
  });
  return {
    binding: named(binding),
    role: named(binding.role),
    source,
    ruleIndex,
    rule: apiPolicyRule(grant.rule),
    used,
    unused: unused.map(apiPolicyRule),
    wider,
    narrowed: narrowed.map(apiPolicyRule),
  };
}
