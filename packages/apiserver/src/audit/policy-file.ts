/**
 * `--audit-policy-file`: a Policy of `audit.k8s.io/v1`, in YAML or JSON. Fields that are not known are passed over with
 * a warning, as kube-apiserver does; everything else that is wrong keeps the server from starting.
 *
 * Source: k8s.io/apiserver/pkg/audit/policy/reader.go, pkg/apis/audit/validation/validation.go.
 */
import {
  type FieldError,
  formatFieldError,
  goQuote,
  invalid,
  type Minor,
  notSupported,
  required,
} from '@bulkhead/apimachinery';
import { nameIsDnsSubdomain } from '@bulkhead/apimachinery/names';
import { aggregateMessage } from '@bulkhead/engine/authorization';
import { readManifest } from '@bulkhead/manifest';
import {
  AUDIT_LEVELS,
  AUDIT_STAGES,
  type AuditGroupResources,
  type AuditPolicy,
  type AuditRule,
  type AuditStageName,
} from './policy.js';
import { PolicyFields } from './policy-fields.js';

export type AuditPolicyResult =
  | { readonly policy: AuditPolicy; readonly warnings: readonly string[] }
  | { readonly error: string };

const API_VERSION = 'audit.k8s.io/v1';

export function parseAuditPolicy(text: string, minor: Minor): AuditPolicyResult {
  const { documents, errors } = readManifest(text);
  const [unreadable] = errors;
  if (unreadable !== undefined) return { error: `failed decoding: line ${unreadable.line}: ${unreadable.message}` };
  const fields = new PolicyFields();
  const root = fields.members(documents[0]?.value, '', 'an object');
  const apiVersion = fields.text(root, 'apiVersion', '');
  const kind = fields.text(root, 'kind', '');
  if (kind === '' || apiVersion === '') {
    const missing = kind === '' ? 'Kind' : 'apiVersion';
    return { error: `failed decoding: Object '${missing}' is missing in ${goQuote(text.slice(0, 256))}` };
  }
  if (apiVersion !== API_VERSION || kind !== 'Policy') {
    return { error: `unknown group version field ${apiVersion}, Kind=${kind} in policy` };
  }
  const draft = {
    omitStages: fields.texts(root, 'omitStages', ''),
    omitManagedFields: fields.flag(root, 'omitManagedFields', '') ?? false,
    rules: fields.list(root, 'rules', '').map((rule, index) => ruleOf(fields, rule, `rules[${index}]`)),
  };
  fields.onlyKnown(root, ['apiVersion', 'kind', 'metadata', 'omitStages', 'omitManagedFields', 'rules'], '');
  if (fields.error !== undefined) return { error: `failed decoding: ${fields.error}` };
  const problems = [
    ...stageErrors(draft.omitStages, 'omitStages'),
    ...draft.rules.flatMap((rule, index) => ruleErrors(rule, `rules[${index}]`, minor)),
  ];
  if (problems.length > 0) {
    return { error: aggregateMessage(problems.map((problem) => formatFieldError(problem, minor))) };
  }
  if (draft.rules.length === 0) return { error: 'loaded illegal policy with 0 rules' };
  return { policy: policyOf(draft), warnings: fields.warnings };
}

/** A rule whose level and stages are not looked at yet. */
interface DraftRule extends Omit<AuditRule, 'level' | 'omitStages'> {
  readonly level: string;
  readonly omitStages: readonly string[];
}

const RULE_FIELDS = [
  'level',
  'users',
  'userGroups',
  'verbs',
  'resources',
  'namespaces',
  'nonResourceURLs',
  'omitStages',
  'omitManagedFields',
];

function ruleOf(fields: PolicyFields, value: unknown, path: string): DraftRule {
  const rule = fields.members(value, path, 'an object');
  fields.onlyKnown(rule, RULE_FIELDS, path);
  return {
    level: fields.text(rule, 'level', path),
    users: fields.texts(rule, 'users', path),
    userGroups: fields.texts(rule, 'userGroups', path),
    verbs: fields.texts(rule, 'verbs', path),
    resources: fields.list(rule, 'resources', path).map((each, index): AuditGroupResources => {
      const at = `${path}.resources[${index}]`;
      const entry = fields.members(each, at, 'an object');
      fields.onlyKnown(entry, ['group', 'resources', 'resourceNames'], at);
      return {
        group: fields.text(entry, 'group', at),
        resources: fields.texts(entry, 'resources', at),
        resourceNames: fields.texts(entry, 'resourceNames', at),
      };
    }),
    namespaces: fields.texts(rule, 'namespaces', path),
    nonResourceURLs: fields.texts(rule, 'nonResourceURLs', path),
    omitStages: fields.texts(rule, 'omitStages', path),
    omitManagedFields: fields.flag(rule, 'omitManagedFields', path),
  };
}

function ruleErrors(rule: DraftRule, path: string, minor: Minor): readonly FieldError[] {
  const errors: FieldError[] = [];
  const levelPath = `${path}.level`;
  if (rule.level === '') errors.push(required(levelPath, ''));
  else if (!isLevel(rule.level)) errors.push(notSupported(levelPath, rule.level, AUDIT_LEVELS));
  errors.push(
    ...urlErrors(rule.nonResourceURLs, `${path}.nonResourceURLs`),
    ...resourceErrors(rule.resources, `${path}.resources`, minor),
    ...stageErrors(rule.omitStages, `${path}.omitStages`),
  );
  if (rule.nonResourceURLs.length > 0 && (rule.resources.length > 0 || rule.namespaces.length > 0)) {
    const text = 'rules cannot apply to both regular resources and non-resource URLs';
    errors.push(invalid(`${path}.nonResourceURLs`, rule.nonResourceURLs, text));
  }
  return errors;
}

function urlErrors(urls: readonly string[], path: string): readonly FieldError[] {
  return urls.flatMap((url, index) => {
    if (url === '*') return [];
    const errors: FieldError[] = [];
    const at = `${path}[${index}]`;
    if (!url.startsWith('/')) {
      errors.push(invalid(at, url, "non-resource URL rules must begin with a '/' character"));
    }
    if (url.slice(0, -1).includes('*')) {
      errors.push(invalid(at, url, "non-resource URL wildcards '*' must be the final character of the rule"));
    }
    return errors;
  });
}

/** The places of the entries are not named. */
function resourceErrors(entries: readonly AuditGroupResources[], path: string, minor: Minor): readonly FieldError[] {
  return entries.flatMap(({ group, resources, resourceNames }) => {
    const errors: FieldError[] = [];
    const problems = group === '' || (group === '*' && minor >= 36) ? [] : nameIsDnsSubdomain(group, false);
    if (problems.length > 0) errors.push(invalid(`${path}.group`, group, problems.join(',')));
    if (resourceNames.length > 0 && resources.length === 0) {
      const text = 'using resourceNames requires at least one resource';
      errors.push(invalid(`${path}.resourceNames`, resourceNames, text));
    }
    return errors;
  });
}

function stageErrors(stages: readonly string[], path: string): readonly FieldError[] {
  return stages.flatMap((stage, index) =>
    isStage(stage) ? [] : [invalid(`${path}[${index}]`, stage, `allowed stages are ${AUDIT_STAGES.join(',')}`)],
  );
}

const isLevel = (level: string): level is AuditRule['level'] => (AUDIT_LEVELS as readonly string[]).includes(level);
const isStage = (stage: string): stage is AuditStageName => (AUDIT_STAGES as readonly string[]).includes(stage);

function policyOf(draft: {
  readonly omitStages: readonly string[];
  readonly omitManagedFields: boolean;
  readonly rules: readonly DraftRule[];
}): AuditPolicy {
  return {
    omitStages: draft.omitStages.filter(isStage),
    omitManagedFields: draft.omitManagedFields,
    rules: draft.rules.map((rule) => ({
      ...rule,
      level: isLevel(rule.level) ? rule.level : 'None',
      omitStages: rule.omitStages.filter(isStage),
    })),
  };
}
