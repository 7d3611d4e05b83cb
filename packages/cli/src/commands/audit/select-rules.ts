/** `--rules`, `--skip` and `--profile`. */
import { asks, type ProfileName, profileNamed, type Rule, rules } from '@bulkhead/audit';
import { UsageError } from '../../context.js';

/** The rules that are asked; an id that no rule has is an error, so that a typo never silences a check. */
export function selectRules(
  only: readonly string[] | undefined,
  skip: readonly string[] | undefined,
  profile?: ProfileName,
): readonly Rule[] {
  for (const selector of [...(only ?? []), ...(skip ?? [])]) {
    if (rules.some((rule) => names(selector, rule))) continue;
    throw new UsageError(`no rule or family ${JSON.stringify(selector)}; families are ${families().join(', ')}`);
  }
  return rules.filter(
    (rule) =>
      (profile === undefined || asks(profileNamed(profile), rule)) &&
      (only === undefined || only.some((selector) => names(selector, rule))) &&
      !(skip ?? []).some((selector) => names(selector, rule)),
  );
}

const names = (selector: string, rule: Rule): boolean => selector === rule.id || rule.id.startsWith(`${selector}/`);

const families = (): string[] => [...new Set(rules.map((rule) => rule.id.split('/')[0] ?? ''))];
