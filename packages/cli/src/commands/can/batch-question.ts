/** One line of `--batch`: a question in JSON, or why it is none. Nothing in it is believed to be of its type. */
import type { SelfSubjectAccessReviewSpec } from '@bulkhead/apimachinery/types/authorization-v1';
import { type UserInfo, userInfo } from '@bulkhead/engine/authorization';
import type { RbacKind } from '@bulkhead/engine/rbac';
import { isText, member, text } from '../../authorization/untyped.js';

export type BatchQuestion =
  | {
      readonly kind: 'access';
      readonly id: unknown;
      readonly user: UserInfo;
      readonly spec: SelfSubjectAccessReviewSpec;
    }
  | {
      readonly kind: 'escalation';
      readonly id: unknown;
      readonly user: UserInfo;
      readonly verb: string;
      readonly objectKind: RbacKind;
      readonly object: unknown;
    }
  | { readonly kind: 'error'; readonly id: unknown; readonly message: string };

const TEXTS = [
  'user',
  'uid',
  'verb',
  'group',
  'resource',
  'subresource',
  'namespace',
  'name',
  'path',
  'fieldSelector',
  'labelSelector',
] as const;

const RBAC_KINDS: ReadonlyMap<unknown, RbacKind> = new Map([
  ['Role', 'Role'],
  ['ClusterRole', 'ClusterRole'],
  ['RoleBinding', 'RoleBinding'],
  ['ClusterRoleBinding', 'ClusterRoleBinding'],
]);

export function batchQuestion(line: string): BatchQuestion {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { kind: 'error', id: null, message: `no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const id = member(value, 'id') ?? null;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'error', id, message: 'a question is a JSON object' };
  }
  const wrong = TEXTS.find((name) => !isMissing(member(value, name)) && !isText(member(value, name)));
  if (wrong !== undefined) return { kind: 'error', id, message: `${wrong}: expected a text` };
  const user = userOf(value);
  if (typeof user === 'string') return { kind: 'error', id, message: user };
  const escalation = member(value, 'escalation');
  if (!isMissing(escalation)) return escalationQuestion(id, user, escalation);
  const at = (name: (typeof TEXTS)[number]): string => text(member(value, name));
  if (at('path') !== '') {
    if (at('resource') !== '') return { kind: 'error', id, message: 'a question has a path or a resource, not both' };
    return { kind: 'access', id, user, spec: { nonResourceAttributes: { verb: at('verb'), path: at('path') } } };
  }
  return { kind: 'access', id, user, spec: resourceSpec(at) };
}

function resourceSpec(at: (name: (typeof TEXTS)[number]) => string): SelfSubjectAccessReviewSpec {
  const selectors = {
    ...(at('fieldSelector') === '' ? {} : { fieldSelector: { rawSelector: at('fieldSelector') } }),
    ...(at('labelSelector') === '' ? {} : { labelSelector: { rawSelector: at('labelSelector') } }),
  };
  return {
    resourceAttributes: {
      verb: at('verb'),
      group: at('group'),
      resource: at('resource'),
      subresource: at('subresource'),
      namespace: at('namespace'),
      name: at('name'),
      ...selectors,
    },
  };
}

function escalationQuestion(id: unknown, user: UserInfo, escalation: unknown): BatchQuestion {
  const object = member(escalation, 'object');
  const objectKind = RBAC_KINDS.get(member(object, 'kind'));
  const verb = text(member(escalation, 'verb')) || 'create';
  if (objectKind === undefined) {
    const message = `escalation.object.kind: expected one of ${[...RBAC_KINDS.values()].join(', ')}`;
    return { kind: 'error', id, message };
  }
  if (verb !== 'create' && verb !== 'update' && verb !== 'patch') {
    return { kind: 'error', id, message: 'escalation.verb: expected create, update or patch' };
  }
  return { kind: 'escalation', id, user, verb, objectKind, object };
}

function userOf(value: object): UserInfo | string {
  const groups = member(value, 'groups') ?? [];
  if (!isTextList(groups)) return 'groups: expected a list of texts';
  const extra = member(value, 'extra') ?? {};
  if (typeof extra !== 'object' || Array.isArray(extra)) return 'extra: expected lists of texts by key';
  const entries: (readonly [string, readonly string[]])[] = [];
  for (const [key, values] of Object.entries(extra ?? {})) {
    if (!isTextList(values)) return `extra: expected a list of texts at ${JSON.stringify(key)}`;
    entries.push([key, values]);
  }
  return userInfo({
    name: text(member(value, 'user')),
    uid: text(member(value, 'uid')),
    groups,
    extra: new Map(entries),
  });
}

const isMissing = (value: unknown): value is undefined | null => value === undefined || value === null;

const isTextList = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);
