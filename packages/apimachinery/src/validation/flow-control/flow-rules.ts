/**
 * The rules of a flow schema: whose requests it is about, and which of them.
 * Source: pkg/apis/flowcontrol/validation/validation.go ValidateFlowSchemaPolicyRulesWithSubjects.
 */
import type {
  NonResourcePolicyRule,
  PolicyRulesWithSubjects,
  ResourcePolicyRule,
} from '../../generated/types/flowcontrol-v1.js';
import { dns1123LabelProblems } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { list, texts } from '../zero-value.js';
import { validateFlowSubject } from './flow-subject.js';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'] as const;
const VERB_SET: ReadonlySet<string> = new Set(VERBS);

export function validateFlowRules(rules: PolicyRulesWithSubjects, path: Path, errors: ErrorList): void {
  const subjects = list(rules.subjects);
  const resourceRules = list(rules.resourceRules);
  const pathRules = list(rules.nonResourceRules);
  if (subjects.length === 0) errors.required(path.child('subjects'), 'subjects must contain at least one value');
  for (const [index, subject] of subjects.entries()) {
    validateFlowSubject(subject, path.child('subjects').index(index), errors);
  }
  if (resourceRules.length === 0 && pathRules.length === 0) {
    errors.required(path, 'at least one of resourceRules and nonResourceRules has to be non-empty');
  }
  for (const [index, rule] of resourceRules.entries()) {
    validateResourceRule(rule, path.child('resourceRules').index(index), errors);
  }
  for (const [index, rule] of pathRules.entries()) {
    validatePathRule(rule, path.child('nonResourceRules').index(index), errors);
  }
}

function validateResourceRule(rule: ResourcePolicyRule, path: Path, errors: ErrorList): void {
  validateVerbs(rule.verbs, path, errors);
  const groupsMissing = 'resource rules must supply at least one api group';
  validateNames(rule.apiGroups, path.child('apiGroups'), { missing: groupsMissing, others: 'api groups' }, errors);
  const resourcesMissing = 'resource rules must supply at least one resource';
  validateNames(rule.resources, path.child('resources'), { missing: resourcesMissing, others: 'resources' }, errors);
  validateNamespaces(rule, path.child('namespaces'), errors);
}

function validatePathRule(rule: NonResourcePolicyRule, path: Path, errors: ErrorList): void {
  validateVerbs(rule.verbs, path, errors);
  const urls = texts(rule.nonResourceURLs);
  const urlsPath = path.child('nonResourceURLs');
  const missing = 'nonResourceURLs must contain at least one value';
  validateNames(urls, urlsPath, { missing, others: 'non-resource URLs' }, errors);
  if (urls.includes('*')) return;
  for (const [index, url] of urls.entries()) {
    const problem = pathProblem(url);
    if (problem !== undefined) errors.invalid(urlsPath.index(index), url, problem);
  }
}

function validateVerbs(verbs: readonly string[] | undefined, parent: Path, errors: ErrorList): void {
  const path = parent.child('verbs');
  const given = texts(verbs);
  validateNames(given, path, { missing: 'verbs must contain at least one value', others: 'verbs' }, errors);
  if (given.includes('*') || given.every((verb) => VERB_SET.has(verb))) return;
  errors.notSupported(path, given, VERBS);
}

/** At least one; and with the wildcard no other. */
function validateNames(
  names: readonly string[] | undefined,
  path: Path,
  { missing, others }: { readonly missing: string; readonly others: string },
  errors: ErrorList,
): void {
  const given = texts(names);
  if (given.length === 0) errors.required(path, missing);
  else validateWildcard(given, path, others, errors);
}

function validateWildcard(given: readonly string[], path: Path, others: string, errors: ErrorList): void {
  if (given.length < 2 || !given.includes('*')) return;
  errors.invalid(path, given, `if '*' is present, must not specify other ${others}`);
}

function validateNamespaces(rule: ResourcePolicyRule, path: Path, errors: ErrorList): void {
  const namespaces = texts(rule.namespaces);
  if (namespaces.length === 0 && rule.clusterScope !== true) {
    const detail = 'resource rules that are not cluster scoped must supply at least one namespace';
    return errors.required(path, detail);
  }
  if (namespaces.includes('*')) return validateWildcard(namespaces, path, 'namespaces', errors);
  for (const [index, namespace] of namespaces.entries()) {
    for (const problem of dns1123LabelProblems(namespace)) {
      const detail = `each member of this list must be '*' or a DNS-1123 label; ${problem}`;
      errors.invalid(path.index(index), namespace, detail);
    }
  }
}

/** A path may end in `/*`, and holds no other wildcard. */
function pathProblem(path: string): string | undefined {
  if (path === '') return 'must not be empty';
  if (path === '/') return undefined;
  if (!path.startsWith('/')) return 'must start with slash';
  if (path.includes(' ')) return 'must not contain white-space';
  if (path.includes('//')) return 'must not contain double slash';
  const wildcard = path.indexOf('*');
  const isGood = wildcard < 0 || (wildcard === path.length - 1 && path.endsWith('/*'));
  return isGood ? undefined : 'wildcard can only do suffix matching';
}
