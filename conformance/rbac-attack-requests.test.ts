/**
 * Odd and hostile requests with a recorded answer: what the path grammar, the Node and RBAC authorizers and, for
 * kubelets, NodeRestriction decide of them. Requests that pass here and are refused later, by something else, count as
 * passed.
 */
import { readFileSync } from 'node:fs';
import type { Node, Pod } from '@bulkhead/apimachinery/types/core-v1';
import {
  attributesOf,
  filterOutcome,
  internalErrorBody,
  privilegedGroupAuthorizer,
  requestInfoFromURL,
  runProcedure,
  type UserInfo,
  unionAuthorizer,
  userInfo,
} from '@bulkhead/engine/authorization';
import { type ImpersonationMode, impersonate, wantedUser } from '@bulkhead/engine/impersonation';
import { NodeAuthorizer, NodeGraph } from '@bulkhead/engine/node-authorization';
import { admitNodeRequest } from '@bulkhead/engine/node-restriction';
import { buildRbacIndex, type RbacObject } from '@bulkhead/engine/rbac';
import { expect, it } from 'vitest';
import { profileOf } from './rbac-replay.js';
import { describeShared } from './shared.js';

interface RecordedCase {
  readonly id: string;
  readonly who: string;
  readonly request: string;
  readonly headers?: { readonly [name: string]: string };
  readonly headerLines?: readonly string[];
  readonly body?: string;
  readonly expect: { readonly status: number; readonly message?: string; readonly body?: string };
}

const AUTHENTICATED = 'system:authenticated';
const USERS: ReadonlyMap<string, UserInfo> = new Map([
  ['admin', userInfo({ name: 'admin', groups: ['system:masters', AUTHENTICATED] })],
  ['alice', userInfo({ name: 'alice', groups: ['dev', AUTHENTICATED] })],
  ['anon', userInfo({ name: 'system:anonymous', groups: ['system:unauthenticated'] })],
  ['node1', userInfo({ name: 'system:node:node1', groups: ['system:nodes', AUTHENTICATED] })],
]);

const ROLE: RbacObject = {
  kind: 'Role',
  object: {
    metadata: { name: 'dev', namespace: 'sec-a' },
    rules: [
      {
        apiGroups: [''],
        resources: ['configmaps'],
        verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
      },
      {
        apiGroups: [''],
        resources: ['secrets'],
        resourceNames: ['mine'],
        verbs: ['get', 'list', 'watch', 'delete', 'deletecollection'],
      },
      { apiGroups: ['a.example.com'], resources: ['*'], verbs: ['get', 'list', 'watch', 'create', 'update', 'delete'] },
    ],
  },
};
const BINDING: RbacObject = {
  kind: 'RoleBinding',
  object: {
    metadata: { name: 'dev', namespace: 'sec-a' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'dev' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'alice' }],
  },
};

/** The rights that alice was given before the impersonation cases. */
const IMPERSONATION: readonly RbacObject[] = [
  {
    kind: 'ClusterRole',
    object: {
      metadata: { name: 'imp' },
      rules: [{ apiGroups: [''], resources: ['users'], resourceNames: ['bob'], verbs: ['impersonate'] }],
    },
  },
  {
    kind: 'ClusterRoleBinding',
    object: {
      metadata: { name: 'imp' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'imp' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'alice' }],
    },
  },
];

/** Decided before these functions are asked: tokens, the HTTP protocol itself, the server's own `OPTIONS *`. */
const OTHERS = /^(?:jwt|tok|ws|sm)\.|^m\.options-star$/;

describeShared('recorded answers to hostile requests', (folder) => {
  const profile = profileOf('1.35', 'gates');
  const { index } = buildRbacIndex([ROLE, BINDING], profile);
  const graph = new NodeGraph(profile);
  const authorizer = unionAuthorizer([privilegedGroupAuthorizer, new NodeAuthorizer(graph, profile), index]);
  const { cases } = JSON.parse(readFileSync(`${folder}data/http-cases-security.json`, 'utf8')) as {
    cases: RecordedCase[];
  };
  const decided = cases.filter(
    ({ id, who, ...rest }) =>
      USERS.has(who) && !OTHERS.test(id) && !JSON.stringify(rest).toLowerCase().includes('impersonate-'),
  );

  it.each(decided)('$id', (recorded) => {
    const user = USERS.get(recorded.who);
    const space = recorded.request.indexOf(' ');
    const method = recorded.request.slice(0, space);
    const target = recorded.request.slice(space + 1);
    const found = requestInfoFromURL(method, target, profile);
    if (user === undefined) throw new Error('no such user');
    if (found.kind === 'badURL') {
      expect(recorded.expect.status).toBe(400);
      return;
    }
    if (found.kind === 'error') {
      expect([500, internalErrorBody(target, found.message)]).toEqual([recorded.expect.status, recorded.expect.body]);
      return;
    }
    const attributes = attributesOf(user, found.info, profile);
    const outcome = filterOutcome(attributes, authorizer.authorize(attributes), target);
    const { status, message } = recorded.expect;
    if (outcome.kind === 'forbidden') {
      expect({ status: 403, message: message === undefined ? undefined : outcome.status.message }).toEqual({
        status,
        message,
      });
    } else {
      expect(
        status === 403 && (message === undefined || / cannot \S* (?:resource|path) "/.test(message)),
        message,
      ).toBe(false);
    }
  });

  // In order: a mode that let the user through is tried first the next time.
  it('impersonation', () => {
    const { index: withRights } = buildRbacIndex([ROLE, BINDING, ...IMPERSONATION], profile);
    const authorizers = unionAuthorizer([privilegedGroupAuthorizer, withRights]);
    const lastModes = new Map<string, ImpersonationMode>();
    const request = requestInfoFromURL('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', profile);
    if (request.kind !== 'requestInfo') throw new Error(request.kind);
    for (const { id, who, headerLines = [], expect: recorded } of cases) {
      const user = USERS.get(who);
      // Header bytes are Latin-1 to the HTTP library that would read them.
      if (!id.startsWith('imp.') || id === 'imp.utf8' || user === undefined) continue;
      const headers = headerLines.map((line): [string, string] => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon), line.slice(colon + 1).trim()];
      });
      const wanted = wantedUser(headers, profile);
      if (wanted.kind === 'badRequest') {
        expect({ id, status: wanted.status.code, message: wanted.status.message }).toEqual({
          id,
          status: recorded.status,
          message: recorded.message,
        });
        continue;
      }
      if (wanted.kind === 'internalError') throw new Error(wanted.message);
      if (wanted.kind === 'none') {
        expect({ id, body: recorded.body }).toEqual({ id, body: expect.stringContaining('"username":"alice"') });
        continue;
      }
      const attributes = attributesOf(user, request.info, profile);
      const result = runProcedure(impersonate(wanted.user, attributes, profile, lastModes.get(user.name)), authorizers);
      if (result.kind === 'refused') {
        expect({ id, status: 403, message: result.status.message }).toEqual({
          id,
          status: recorded.status,
          message: recorded.message,
        });
        continue;
      }
      lastModes.set(user.name, result.mode);
      const { name, uid, groups, extra } = result.user;
      const { username, ...info } = JSON.parse(recorded.body ?? '').status.userInfo;
      expect({ id, name, uid, groups, extra }).toEqual({
        id,
        name: username,
        uid: info.uid ?? '',
        groups: info.groups,
        extra: new Map(Object.entries(info.extra ?? {})),
      });
    }
  });

  it.each(cases.filter(({ id }) => id.startsWith('mp.')))('$id', ({ body = '', expect: recorded }) => {
    const pod: Pod = JSON.parse(body);
    const node: Node = { metadata: { name: 'node1', uid: pod.metadata?.ownerReferences?.[0]?.uid ?? 'none' } };
    const lookup = {
      pod: () => undefined,
      node: () => node,
      serviceAccount: () => undefined,
      persistentVolumeClaim: () => undefined,
      persistentVolume: () => undefined,
      csiDriver: () => undefined,
      commonNameOf: () => ({ error: 'unread' }),
    };
    const user = USERS.get('node1');
    if (user === undefined) throw new Error('no such user');
    const result = runProcedure(
      admitNodeRequest(
        {
          user,
          operation: 'CREATE',
          resource: { group: '', resource: 'pods' },
          subresource: '',
          namespace: 'sec-a',
          name: pod.metadata?.name ?? '',
          object: pod,
          oldObject: undefined,
        },
        lookup,
        profile,
      ),
      authorizer,
    );
    const answer = result.kind === 'refused' ? [result.status.code, result.status.message] : [201, undefined];
    // The ServiceAccount admission plugin comes first and words these itself.
    if (recorded.message?.includes('a mirror pod may not')) expect(answer[0]).toBe(403);
    else expect(answer).toEqual([recorded.status, recorded.message]);
  });
});
