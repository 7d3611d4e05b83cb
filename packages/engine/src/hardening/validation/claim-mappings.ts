/**
 * From claims to a user, in an AuthenticationConfiguration.
 *
 * Source: k8s.io/apiserver/pkg/apis/apiserver/validation/validation.go (validateClaimMappings).
 */
import { duplicate, type FieldError, invalid, type Minor, required } from '@bulkhead/apimachinery';
import { domainPrefixedPathProblems } from '@bulkhead/apimachinery/names';
import { itemsOf, textOf, valueAt } from '../plain-value.js';

const SHORT_TEXTS_FROM: Minor = 34;

export function claimMappingErrors(jwt: unknown, jwtPath: string, minor: Minor): readonly FieldError[] {
  const mappings = valueAt(jwt, 'claimMappings');
  const path = `${jwtPath}.claimMappings`;
  const uid = valueAt(mappings, 'uid');
  const isUidTwice = textOf(valueAt(uid, 'claim')) !== '' && textOf(valueAt(uid, 'expression')) !== '';
  return [
    ...prefixedErrors(valueAt(mappings, 'username'), `${path}.username`, true, minor),
    ...prefixedErrors(valueAt(mappings, 'groups'), `${path}.groups`, false, minor),
    ...(isUidTwice ? [invalid(`${path}.uid`, '', BOTH)] : []),
    ...extraErrors(valueAt(mappings, 'extra'), `${path}.extra`, minor),
    ...emailErrors(jwt, path),
  ];
}

const BOTH = "claim and expression can't both be set";

function prefixedErrors(mapping: unknown, path: string, isRequired: boolean, minor: Minor): readonly FieldError[] {
  const claim = textOf(valueAt(mapping, 'claim'));
  const expression = textOf(valueAt(mapping, 'expression'));
  const prefix = valueAt(mapping, 'prefix');
  if (claim !== '' && expression !== '') return [invalid(path, '', BOTH)];
  if (claim === '' && expression === '') return isRequired ? [required(path, 'claim or expression is required')] : [];
  const hasPrefix = typeof prefix === 'string';
  if (expression !== '') {
    const other = 'when expression is set';
    const text = minor < SHORT_TEXTS_FROM ? `prefix can't be set ${other}` : `may not be specified ${other}`;
    return hasPrefix ? [invalid(`${path}.prefix`, prefix, text)] : [];
  }
  const text = 'prefix is required when claim is set. It can be set to an empty string to disable prefixing';
  return hasPrefix ? [] : [required(`${path}.prefix`, text)];
}

const RESERVED = ['kubernetes.io', 'k8s.io'];

function extraErrors(extra: unknown, path: string, minor: Minor): readonly FieldError[] {
  const keys = new Set<string>();
  return itemsOf(extra).flatMap((mapping, index): readonly FieldError[] => {
    const key = textOf(valueAt(mapping, 'key'));
    const at = `${path}[${index}]`;
    const errors: FieldError[] = domainPrefixedPathProblems(key).map(({ badValue, detail }) =>
      key === '' ? required(`${at}.key`, '') : invalid(`${at}.key`, badValue, detail),
    );
    if (key !== key.toLowerCase()) {
      errors.push(invalid(`${at}.key`, key, minor < SHORT_TEXTS_FROM ? 'key must be lowercase' : 'must be lowercase'));
    }
    const domain = key.includes('/') ? (key.split('/')[0] ?? '') : '';
    if (RESERVED.some((reserved) => domain === reserved || domain.endsWith(`.${reserved}`))) {
      const text = 'k8s.io, kubernetes.io and their subdomains are reserved for Kubernetes use';
      errors.push(invalid(`${at}.key`, key, text));
    }
    if (keys.has(key)) return [...errors, duplicate(`${at}.key`, key)];
    keys.add(key);
    if (textOf(valueAt(mapping, 'valueExpression')) === '') {
      const text = minor < SHORT_TEXTS_FROM ? 'valueExpression is required' : '';
      errors.push(required(`${at}.valueExpression`, text));
    }
    return errors;
  });
}

/** An address that nobody verified is no name. Looked at as text, where upstream looks at the compiled expression. */
function emailErrors(jwt: unknown, path: string): readonly FieldError[] {
  const username = textOf(valueAt(jwt, 'claimMappings', 'username', 'expression'));
  if (!/\bclaims\s*\.\s*\??\s*email\b/.test(username)) return [];
  const others = [
    username,
    ...itemsOf(valueAt(jwt, 'claimMappings', 'extra')).map((mapping) => textOf(valueAt(mapping, 'valueExpression'))),
    ...itemsOf(valueAt(jwt, 'claimValidationRules')).map((rule) => textOf(valueAt(rule, 'expression'))),
  ];
  if (others.some((expression) => expression.includes('email_verified'))) return [];
  const text =
    'claims.email_verified must be used in claimMappings.username.expression or claimMappings.extra[*].valueExpression or claimValidationRules[*].expression when claims.email is used in claimMappings.username.expression';
  return [invalid(`${path}.username.expression`, username, text)];
}
