/**
 * Webhooks and admission policies in one form: what they are asked about, who is let through unasked, and what happens
 * when they fail.
 */
import type { Minor } from '@bulkhead/apimachinery';
import type {
  MatchCondition,
  MutatingAdmissionPolicy,
  MutatingWebhook,
  MutatingWebhookConfiguration,
  NamedRuleWithOperations,
  ValidatingAdmissionPolicy,
} from '@bulkhead/apimachinery/types/admissionregistration-v1';
import type { LabelSelector } from '@bulkhead/apimachinery/types/meta-v1';
import {
  type AdmissionTarget,
  ASKS_EVERYTHING,
  type AskedFields,
  askedFields,
  meansRequest,
  type RequestRules,
} from '@bulkhead/engine/admission-matching';
import type { AuditObject } from '../../audit-object.js';

const GROUP = 'admissionregistration.k8s.io/';
export const WEBHOOKS: ReadonlySet<string> = new Set([
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
]);
export const POLICIES: ReadonlySet<string> = new Set(['ValidatingAdmissionPolicy', 'MutatingAdmissionPolicy']);
export const BINDINGS: ReadonlySet<string> = new Set([
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicyBinding',
]);
export const GUARDS: ReadonlySet<string> = new Set([...WEBHOOKS, ...POLICIES]);

export interface Guard {
  readonly isWebhook: boolean;
  readonly mutates: boolean;
  /** `webhook "a.b.c"`, `policy "p"` */
  readonly title: string;
  /** Where its fields begin: `webhooks[0]`, `spec`. */
  readonly path: string;
  /** Where selectors and rules stand: `webhooks[0]`, `spec.matchConstraints`. */
  readonly matchPath: string;
  readonly rulesPath: string;
  readonly requests: RequestRules;
  readonly ignoresFailure: boolean;
  readonly namespaceSelector: LabelSelector;
  readonly objectSelector: LabelSelector;
  readonly matchConditions: readonly MatchCondition[];
  /** What it looks at. */
  readonly asked: () => AskedFields;
  readonly webhook: MutatingWebhook | undefined;
}

/** The guards in an object; none for other kinds. */
export function guardsOf({ identity, object }: AuditObject): readonly Guard[] {
  if (!identity.apiVersion.startsWith(GROUP)) return [];
  if (WEBHOOKS.has(identity.kind)) {
    const { webhooks = [] } = object as MutatingWebhookConfiguration;
    return webhooks.map((webhook, index) => ofWebhook(webhook, `webhooks[${index}]`, identity.kind.startsWith('M')));
  }
  return POLICIES.has(identity.kind)
    ? [
        ofPolicy(
          (object as ValidatingAdmissionPolicy | MutatingAdmissionPolicy).spec ?? {},
          identity.name,
          identity.kind,
        ),
      ]
    : [];
}

function ofWebhook(webhook: MutatingWebhook, path: string, mutates: boolean): Guard {
  return {
    isWebhook: true,
    mutates,
    title: `webhook ${JSON.stringify(webhook.name ?? '')}`,
    path,
    matchPath: path,
    rulesPath: `${path}.rules`,
    requests: requestsOf(webhook.rules, undefined, webhook.matchPolicy),
    ignoresFailure: webhook.failurePolicy === 'Ignore',
    namespaceSelector: webhook.namespaceSelector ?? {},
    objectSelector: webhook.objectSelector ?? {},
    matchConditions: webhook.matchConditions ?? [],
    asked: () => ASKS_EVERYTHING,
    webhook,
  };
}

function ofPolicy(spec: NonNullable<ValidatingAdmissionPolicy['spec']>, name: string, kind: string): Guard {
  const match = spec.matchConstraints ?? {};
  return {
    isWebhook: false,
    mutates: kind.startsWith('M'),
    title: `policy ${JSON.stringify(name)}`,
    path: 'spec',
    matchPath: 'spec.matchConstraints',
    rulesPath: 'spec.matchConstraints.resourceRules',
    requests: requestsOf(match.resourceRules, match.excludeResourceRules, match.matchPolicy),
    ignoresFailure: spec.failurePolicy === 'Ignore',
    namespaceSelector: match.namespaceSelector ?? {},
    objectSelector: match.objectSelector ?? {},
    matchConditions: spec.matchConditions ?? [],
    asked: () =>
      askedFields([...(spec.validations ?? []), ...(spec.variables ?? [])].map(({ expression = '' }) => expression)),
    webhook: undefined,
  };
}

const requestsOf = (
  rules: readonly NamedRuleWithOperations[] = [],
  excluded: readonly NamedRuleWithOperations[] = [],
  matchPolicy = 'Equivalent',
): RequestRules => ({ rules, excluded, exact: matchPolicy === 'Exact' });

type Operation = AdmissionTarget['operation'];

const target = (group: string, path: string, namespaced = true): ((operation: Operation) => AdmissionTarget) => {
  const [resource = '', subresource = ''] = path.split('/');
  return (operation) => ({ operation, group, version: 'v1', resource, subresource, namespaced });
};

const RBAC = 'rbac.authorization.k8s.io';

export const PODS = target('', 'pods');
export const EPHEMERAL_CONTAINERS = target('', 'pods/ephemeralcontainers');
export const DEPLOYMENTS = target('apps', 'deployments');
export const NAMESPACES = target('', 'namespaces', false);
export const SECRETS = target('', 'secrets');

/** What an attacker writes to get further; guards of these are what gets past is worth. */
const SECURITY: readonly ((operation: Operation) => AdmissionTarget)[] = [
  PODS,
  EPHEMERAL_CONTAINERS,
  DEPLOYMENTS,
  target('apps', 'daemonsets'),
  target('batch', 'jobs'),
  SECRETS,
  target('', 'serviceaccounts'),
  NAMESPACES,
  target(RBAC, 'roles'),
  target(RBAC, 'rolebindings'),
  target(RBAC, 'clusterroles', false),
  target(RBAC, 'clusterrolebindings', false),
];

/** The resources that matter to security among those that the guard sees created or changed, at most four named. */
export function guardedText(guard: Guard, minor: Minor): string {
  const names = SECURITY.filter((make) =>
    (['CREATE', 'UPDATE'] as const).some((operation) => meansRequest(guard.requests, make(operation), minor)),
  ).map((make) => nameOf(make('CREATE')));
  return names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

const nameOf = ({ resource, subresource }: AdmissionTarget): string =>
  subresource === '' ? resource : `${resource}/${subresource}`;
