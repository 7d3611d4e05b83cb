/** The roles that replace the verb `impersonate`, ready to apply; comments say what they change and why some are left. */
import { printable } from '@bulkhead/audit';
import type { ClusterProfile } from '@bulkhead/features';
import { titled } from '../../authorization/titled.js';
import { yaml } from '../reach/suggest/yaml.js';
import type { Answer, ListedReplacement } from './answer.js';
import { gateText } from './table.js';

export function* yamlReport({ replacements }: Answer, profile: ClusterProfile): Iterable<string> {
  yield comment(gateText(profile));
  if (!profile.enabled('ConstrainedImpersonation')) yield comment('apply these roles only where it is on');
  if (replacements.length === 0) yield comment('no role of the input names the verb impersonate');
  for (const replacement of replacements) yield* documentsOf(replacement);
}

function* documentsOf(replacement: ListedReplacement): Iterable<string> {
  const { role, source, refusals, lost, wildcardRules, subjects, objects } = replacement;
  if (refusals.length > 0) {
    yield comment(`${titled(role)} (${source}) is left as it is:`);
    for (const refusal of refusals) yield comment(`  ${refusal}`);
    return;
  }
  const [first, ...others] = objects;
  yield '---\n';
  yield comment(`${titled(role)} (${source})`);
  for (const { text } of lost) yield comment(`  no longer: ${text}`);
  for (const index of wildcardRules) {
    yield comment(
      `  rules[${index}] has the verb *, which holds impersonate: list its verbs, or nothing is constrained`,
    );
  }
  if (subjects.length === 0) yield comment('  nobody is bound to it');
  yield yaml(first);
  for (const object of others) yield `---\n${yaml(object)}`;
}

const comment = (line: string): string => `# ${printable(line)}\n`;
