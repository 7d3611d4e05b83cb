/** What an AuthenticationConfiguration lets identity providers say. */
import { isMap, itemsOf, type PlainMap, textOf, valueAt } from '../plain-value.js';
import { type Verdict, verdict } from '../verdict.js';

/** Names that a provider may make up as it likes, `system:masters` among them. */
export function providerNames(file: PlainMap): readonly Verdict[] {
  return itemsOf(file['jwt']).flatMap((jwt, index): Verdict[] => {
    // A rule about the user's name or groups with the system's prefix is meant against this.
    const rules = itemsOf(valueAt(jwt, 'userValidationRules')).map((rule) => textOf(valueAt(rule, 'expression')));
    const guards = (word: string): boolean => rules.some((rule) => rule.includes('system:') && rule.includes(word));
    const verdicts: Verdict[] = [];
    const path = `jwt[${index}].claimMappings`;
    const username = valueAt(jwt, 'claimMappings', 'username');
    const isEmail = textOf(valueAt(username, 'claim')) === 'email';
    if (isUnprefixed(username) && !isEmail && !guards('username')) {
      const text = 'user names are taken as the provider says them: one named system:admin is that user';
      verdicts.push(verdict(`${text}; add a prefix, or a rule against system:`, [`${path}.username`]));
    }
    if (isUnprefixed(valueAt(jwt, 'claimMappings', 'groups')) && !guards('groups')) {
      const text = 'groups are taken as the provider says them, system:masters among them';
      verdicts.push(verdict(`${text}; add a prefix, or a rule against system:`, [`${path}.groups`]));
    }
    return verdicts;
  });
}

/** Of expressions only those that write a prefix themselves, `'x:' + claims.sub`, are known to be harmless. */
function isUnprefixed(mapping: unknown): boolean {
  if (!isMap(mapping)) return false;
  const expression = textOf(mapping['expression']);
  if (expression !== '') return !/^\s*(?:'[^']+'|"[^"]+")\s*\+/.test(expression) && !expression.includes('.map(');
  return textOf(mapping['claim']) !== '' && textOf(mapping['prefix']) === '';
}
