/**
 * Why kube-apiserver refuses an AuthenticationConfiguration. What only the compiler of CEL can tell is not looked at.
 *
 * Source: k8s.io/apiserver/pkg/apis/apiserver/validation/validation.go.
 */
import { duplicate, type FieldError, forbidden, invalid, type Minor, required } from '@bulkhead/apimachinery';
import type { ClusterProfile } from '@bulkhead/features';
import { isMap, itemsOf, type PlainMap, textOf, valueAt } from '../plain-value.js';
import { claimMappingErrors } from './claim-mappings.js';
import { issuerErrors } from './issuer.js';

const MAX_JWT = 64;
/** From here on texts do not name the field again. */
const SHORT_TEXTS_FROM: Minor = 34;

/** `issuers` are those of the API server's own tokens, where they are known. */
export function authenticationErrors(
  file: PlainMap,
  profile: ClusterProfile,
  issuers: readonly string[] = [],
): readonly FieldError[] {
  const all = itemsOf(file['jwt']);
  const own = anonymousErrors(file['anonymous'], profile);
  if (all.length > MAX_JWT) {
    const detail = `must have at most ${MAX_JWT} items`;
    return [{ type: 'FieldValueTooMany', field: 'jwt', badValue: all.length, detail }, ...own];
  }
  const seen = { urls: new Set<string>(), discovery: new Set<string>() };
  const errors = all.flatMap((jwt, index) => {
    const path = `jwt[${index}]`;
    return [
      ...issuerErrors(valueAt(jwt, 'issuer'), `${path}.issuer`, profile, issuers),
      ...claimRuleErrors(valueAt(jwt, 'claimValidationRules'), `${path}.claimValidationRules`, profile.minor),
      ...claimMappingErrors(jwt, path, profile.minor),
      ...userRuleErrors(valueAt(jwt, 'userValidationRules'), `${path}.userValidationRules`, profile.minor),
      ...repeated(textOf(valueAt(jwt, 'issuer', 'url')), `${path}.issuer.url`, seen.urls),
      ...repeatedDiscovery(
        textOf(valueAt(jwt, 'issuer', 'discoveryURL')),
        `${path}.issuer.discoveryURL`,
        seen.discovery,
      ),
    ];
  });
  return [...errors, ...own];
}

function repeated(value: string, path: string, seen: Set<string>): readonly FieldError[] {
  if (seen.has(value)) return [duplicate(path, value)];
  seen.add(value);
  return [];
}

const repeatedDiscovery = (value: string, path: string, seen: Set<string>): readonly FieldError[] =>
  value === '' ? [] : repeated(value, path, seen);

function anonymousErrors(anonymous: unknown, profile: ClusterProfile): readonly FieldError[] {
  if (!isMap(anonymous)) return [];
  const errors: FieldError[] = [];
  if (!profile.enabled('AnonymousAuthConfigurableEndpoints')) {
    // Upstream's own slip, mended in 1.35.
    const gate = profile.minor < 35 ? 'AnonymousAuthConfigurableEnpoints' : 'AnonymousAuthConfigurableEndpoints';
    errors.push(forbidden('anonymous', `anonymous is not supported when ${gate} feature gate is disabled`));
  }
  const conditions = itemsOf(anonymous['conditions']);
  if (anonymous['enabled'] !== true && conditions.length > 0) {
    const shown = conditions.map((condition) => ({ Path: textOf(valueAt(condition, 'path')) }));
    const text = 'enabled should be set to true when conditions are defined';
    errors.push(invalid('anonymous.conditions', shown, text));
  }
  return errors;
}

function claimRuleErrors(rules: unknown, path: string, minor: Minor): readonly FieldError[] {
  const claims = new Set<string>();
  const expressions = new Set<string>();
  const text = (field: string, other: string): string =>
    minor < SHORT_TEXTS_FROM
      ? `${field} can't be set when ${other} is set`
      : `may not be specified when ${other} is set`;
  return itemsOf(rules).flatMap((rule, index): readonly FieldError[] => {
    const at = `${path}[${index}]`;
    const claim = textOf(valueAt(rule, 'claim'));
    const expression = textOf(valueAt(rule, 'expression'));
    if (claim !== '' && expression !== '') return [invalid(at, claim, "claim and expression can't both be set")];
    if (claim === '' && expression === '') return [required(at, 'claim or expression is required')];
    if (claim !== '') {
      const message = textOf(valueAt(rule, 'message'));
      const errors = message === '' ? [] : [invalid(`${at}.message`, message, text('message', 'claim'))];
      return [...errors, ...repeated(claim, `${at}.claim`, claims)];
    }
    const value = textOf(valueAt(rule, 'requiredValue'));
    const errors = value === '' ? [] : [invalid(`${at}.requiredValue`, value, text('requiredValue', 'expression'))];
    return [...errors, ...repeated(expression, `${at}.expression`, expressions)];
  });
}

function userRuleErrors(rules: unknown, path: string, minor: Minor): readonly FieldError[] {
  const expressions = new Set<string>();
  return itemsOf(rules).flatMap((rule, index): readonly FieldError[] => {
    const at = `${path}[${index}].expression`;
    const expression = textOf(valueAt(rule, 'expression'));
    if (expression === '') return [required(at, minor < SHORT_TEXTS_FROM ? 'expression is required' : '')];
    return repeated(expression, at, expressions);
  });
}
