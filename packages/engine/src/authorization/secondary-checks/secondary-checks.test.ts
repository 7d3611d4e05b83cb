import { formatFieldError } from '@bulkhead/apimachinery';
import type { ResourceClaimStatus } from '@bulkhead/apimachinery/types/resource-v1';
import { describe, expect, it } from 'vitest';
import { resourceAttributes } from '../attributes.js';
import type { Authorizer } from '../authorizer.js';
import { NO_OPINION, noOpinion } from '../decision.js';
import { type Procedure, runProcedure } from '../procedure.js';
import { listedAuthorizer, person, profileFor } from '../profile.test-support.js';
import { userInfo } from '../user-info.js';
import {
  checkCreateOnWrite,
  checkOwnerReferences,
  checkParamKind,
  checkParamRef,
  checkPodCertificateSigner,
  checkPodConnection,
  checkResourceClaimStatus,
  checkSigner,
  checkUnsafeDelete,
  type OwnedWrite,
} from './index.js';

const ann = person('ann', 'dev');
const profile = profileFor(35);
const broken: Authorizer = { authorize: () => ({ ...NO_OPINION, errors: ['down'] }) };

/** What is answered and asked when the listed questions are allowed. */
function run<Result>(procedure: Procedure<Result>, allowed: readonly string[]) {
  const asked: string[] = [];
  return { result: runProcedure(procedure, listedAuthorizer(allowed, asked)), asked };
}

describe('create beside the verb of the request', () => {
  const patch = resourceAttributes({ user: ann, verb: 'patch', resource: 'configmaps', namespace: 'a', name: 'x' });

  it('is asked by name when a patch makes the object', () => {
    const { result, asked } = run(checkCreateOnWrite(patch), []);
    expect(asked).toEqual(['create /configmaps/ a/x']);
    expect(result?.message).toBe(
      'configmaps "x" is forbidden: User "ann" cannot create resource "configmaps" in API group "" in the namespace "a"',
    );
    expect(run(checkCreateOnWrite(patch), asked).result).toBeUndefined();
    expect(runProcedure(checkCreateOnWrite(patch), broken)).toMatchObject({
      code: 500,
      message: 'Internal error occurred: down',
    });
  });

  const exec = { ...patch, verb: 'get', resource: 'pods', subresource: 'exec' };
  it('is asked of a connection by GET from 1.35 on', () => {
    const { result, asked } = run(checkPodConnection(exec, profile), []);
    expect(asked).toEqual(['create /pods/exec a/x']);
    expect(result).toMatchObject({ code: 403, message: 'pods "x" is forbidden: ' });
    expect(runProcedure(checkPodConnection(exec, profile), { authorize: () => noOpinion('why') })?.message).toBe(
      'pods "x" is forbidden: why',
    );
    expect(runProcedure(checkPodConnection(exec, profile), broken)).toEqual({ code: 500, reason: '', message: 'down' });
    expect(run(checkPodConnection(exec, profile), asked).result).toBeUndefined();
    expect(run(checkPodConnection(exec, profileFor(34)), [])).toEqual({ result: undefined, asked: [] });
  });

  it.each([
    { verb: 'create' },
    { subresource: 'proxy' },
    { subresource: 'log' },
    { resource: 'services' },
    { apiGroup: 'x' },
  ])('is not asked for %o', (change) => {
    expect(run(checkPodConnection({ ...exec, ...change }, profile), [])).toEqual({ result: undefined, asked: [] });
  });
});

describe('signers', () => {
  const signer = { group: 'certificates.k8s.io', resource: 'certificatesigningrequests' };
  it.each([
    ['approve', 'user not permitted to approve requests with signerName "example.com/x"'],
    ['sign', 'user not permitted to sign requests with signerName "example.com/x"'],
    ['attest', 'user not permitted to attest for signerName "example.com/x"'],
  ] as const)('%s needs the signer or its domain', (verb, text) => {
    const questions = [
      `${verb} certificates.k8s.io/signers/ /example.com/x`,
      `${verb} certificates.k8s.io/signers/ /example.com/*`,
    ];
    const check = () => checkSigner(ann, verb, 'example.com/x', signer, 'csr');
    const { result, asked } = run(check(), []);
    expect(asked).toEqual(questions);
    expect(result?.message).toBe(`certificatesigningrequests.certificates.k8s.io "csr" is forbidden: ${text}`);
    for (const question of questions) expect(run(check(), [question]).result).toBeUndefined();
  });

  it('refuses a pod certificate by an error of validation', () => {
    const { result } = run(checkPodCertificateSigner(ann, 'example.com/x'), []);
    expect(result && formatFieldError(result, 35)).toBe(
      'spec.signerName: Forbidden: User "ann" is not permitted to "sign" for signer "example.com/x"',
    );
  });
});

describe('unsafe delete', () => {
  const attributes = resourceAttributes({ user: ann, verb: 'delete', resource: 'secrets', namespace: 'a', name: 's' });
  it('needs a verb of its own', () => {
    const { result, asked } = run(checkUnsafeDelete(attributes), []);
    expect(asked).toEqual(['unsafe-delete-ignore-read-errors /secrets/ a/s']);
    expect(result?.message).toBe(
      'secrets "s" is forbidden: not permitted to do "unsafe-delete-ignore-read-errors", reason: ',
    );
    expect(run(checkUnsafeDelete(attributes), asked).result).toBeUndefined();
    expect(runProcedure(checkUnsafeDelete(attributes), broken)?.message).toBe(
      'secrets "s" is forbidden: error while checking permission for "unsafe-delete-ignore-read-errors", down',
    );
  });

  it('is not for subresources', () => {
    const { result, asked } = run(checkUnsafeDelete({ ...attributes, subresource: 'x' }), []);
    expect(asked).toEqual([]);
    expect(result?.message).toContain('delete option is not allowed on a subresource or non-resource request');
  });
});

describe('owner references', () => {
  const owner = (uid: string, blockOwnerDeletion?: boolean) => ({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    name: 'rs',
    uid,
    ...(blockOwnerDeletion === undefined ? {} : { blockOwnerDeletion }),
  });
  const object = (...ownerReferences: object[]) => ({ metadata: { name: 'p', ownerReferences } });
  const write = (changes: Partial<OwnedWrite>): OwnedWrite => ({
    user: ann,
    operation: 'UPDATE',
    apiGroup: '',
    apiVersion: 'v1',
    resource: 'pods',
    subresource: '',
    namespace: 'a',
    name: 'p',
    object: object(),
    oldObject: object(),
    ...changes,
  });
  const mapper = (apiVersion: string, kind: string) =>
    kind === 'ReplicaSet'
      ? { resources: [{ group: 'apps', version: 'v1', resource: 'replicasets', namespaced: true }] }
      : { error: `no matches for kind "${kind}" in version "${apiVersion}"` };
  const check = (changes: Partial<OwnedWrite>, allowed: string[] = []) =>
    run(checkOwnerReferences(write(changes), mapper), allowed);
  const DELETE = 'delete /pods/ a/p';
  const ANY = 'update */*/finalizers /*';
  const OWNER = 'update apps/replicasets/finalizers a/rs';

  it.each([
    ['no change', { object: object(owner('1')), oldObject: object(owner('1')) }, [], []],
    ['a new owner', { object: object(owner('1')) }, [DELETE], [DELETE]],
    [
      'an owner at creation',
      { operation: 'CREATE' as const, object: object(owner('1')), oldObject: undefined },
      [],
      [],
    ],
    ['a new owner that waits', { object: object(owner('1', true)) }, [DELETE, OWNER], [DELETE, ANY, OWNER]],
    ['any owner may be told to wait', { object: object(owner('1', true)) }, [DELETE, ANY], [DELETE, ANY]],
    [
      'an owner that waited before',
      { object: object(owner('1', true), owner('2')), oldObject: object(owner('1', true)) },
      [DELETE],
      [DELETE],
    ],
    [
      'an owner that waits from now on',
      { object: object(owner('1', true)), oldObject: object(owner('1', false)) },
      [DELETE, OWNER],
      [DELETE, ANY, OWNER],
    ],
    ['the status of a pod', { subresource: 'status', object: object(owner('1')) }, [], []],
  ])('lets through %s', (_, changes, allowed, asked) => {
    expect(check(changes, allowed)).toEqual({ result: undefined, asked });
  });

  it.each([
    [
      { object: object(owner('1')) },
      [],
      `pods "p" is forbidden: cannot set an ownerRef on a resource you can't delete: , <nil>`,
    ],
    [
      { object: object(owner('1', true)) },
      [DELETE],
      `pods "p" is forbidden: cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on: , <nil>`,
    ],
    [
      { object: object({ ...owner('1', true), kind: 'Foo' }) },
      [DELETE],
      'pods "p" is forbidden: cannot set blockOwnerDeletion in this case because cannot find RESTMapping for APIVersion apps/v1 Kind Foo: no matches for kind "Foo" in version "apps/v1"',
    ],
  ])('refuses %#', (changes, allowed, message) => {
    expect(check(changes, allowed).result?.message).toBe(message);
  });

  it('prints the error of an authorizer', () => {
    const result = runProcedure(checkOwnerReferences(write({ object: object(owner('1')) }), mapper), broken);
    expect(result?.message).toContain("can't delete: , down");
  });
});

describe('parameters of admission policies', () => {
  const paramKind = { apiVersion: 'rules.example.com/v1', kind: 'Limit' };
  const resolve = (group: string, _: string, kind: string) =>
    group === 'rules.example.com' && kind === 'Limit' ? 'limits' : undefined;

  it('wants to read every parameter of the kind', () => {
    const { result, asked } = run(checkParamKind(ann, { paramKind }, resolve), []);
    expect(asked).toEqual(['get rules.example.com/limits/ */*']);
    expect(result).toBe(
      'user &{ann  [dev] map[]} must have "get" permission on all objects of the referenced paramKind (kind=Limit, apiVersion=rules.example.com/v1)',
    );
    expect(run(checkParamKind(ann, { paramKind }, resolve), asked).result).toBeUndefined();
    expect(runProcedure(checkParamKind(ann, { paramKind }, resolve), broken)).toBe('down');
  });

  it.each([
    [{ ...paramKind, kind: 'Foo' }, 'get rules.example.com/*/ */*'],
    [{ apiVersion: 'a/b/c', kind: 'Foo' }, 'get */*/ */*'],
    [{ apiVersion: 'v1', kind: 'ConfigMap' }, 'get /*/ */*'],
  ])('asks for everything that it does not know of %o', (kind, question) => {
    expect(run(checkParamKind(ann, { paramKind: kind }, resolve), []).asked).toEqual([question]);
  });

  it('asks nobody who need not be asked', () => {
    const nothing = { result: undefined, asked: [] };
    expect(run(checkParamKind(ann, {}, resolve), [])).toEqual(nothing);
    expect(run(checkParamKind(ann, { paramKind, oldParamKind: { ...paramKind } }, resolve), [])).toEqual(nothing);
    expect(run(checkParamKind(person('x', 'system:masters'), { paramKind }, resolve), [])).toEqual(nothing);
  });

  const binding = { type: 'validating', policyName: 'p', policy: { paramKind } } as const;
  it.each([
    [{ ...binding, paramRef: { name: 'x', namespace: 'a' } }, 35, 'get rules.example.com/limits/ a/x'],
    [{ ...binding, paramRef: { selector: {}, namespace: 'a' } }, 35, 'list rules.example.com/limits/ a/'],
    [{ ...binding, paramRef: { selector: {}, namespace: 'a' } }, 27, 'get rules.example.com/limits/ a/'],
  ])('wants to read the parameters of a binding: %#', (of, minor, question) => {
    expect(run(checkParamRef(ann, of, resolve, profileFor(minor)), []).asked).toEqual([question]);
  });

  const WHO = 'user &{ann  [dev] map[]}';
  const NEEDED = 'to determine minimum required permissions';
  const ALL = 'permission for all groups, versions and resources';
  const paramRef = { name: 'x' };
  const unknownKind = { apiVersion: 'v9', kind: 'Foo' };
  const badKind = { apiVersion: 'a/b/c', kind: 'F' };
  it.each([
    [35, { ...binding, paramRef }, `${WHO} does not have "get" permission on the object referenced by paramRef`],
    [31, { ...binding, paramRef }, `${WHO} does not have "get" permission on the object referenced by paramRef`],
    [
      30,
      { ...binding, paramRef },
      'user get does not have "&{ann  [dev] map[]}" permission on the object referenced by paramRef',
    ],
    [27, { ...binding, paramRef }, `${WHO} does not have "get" permission on the object referenced by paramRef`],
    [
      35,
      { ...binding, type: 'mutating' as const, paramRef },
      'user get does not have "&{ann  [dev] map[]}" permission on the object referenced by paramRef',
    ],
    [
      35,
      { type: 'validating' as const, policyName: 'p', paramRef },
      `unable to get policy p ${NEEDED} and ${WHO} does not have "get" ${ALL}`,
    ],
    [
      35,
      { ...binding, policy: { paramKind: unknownKind }, paramRef },
      `unable to resolve paramKind &{v9 Foo} ${NEEDED} and ${WHO} does not have "get" ${ALL}`,
    ],
    [
      35,
      { ...binding, policy: { paramKind: badKind }, paramRef },
      `unable to parse paramKind &{a/b/c F} ${NEEDED} and ${WHO} does not have "get" ${ALL}`,
    ],
  ])('words in 1.%i the refusal %#', (minor, of, text) => {
    expect(run(checkParamRef(ann, of, resolve, profileFor(minor)), []).result).toBe(text);
  });

  it('leaves a binding alone that stays as it is', () => {
    const same = { ...binding, paramRef, old: { policyName: 'p', paramRef: { name: 'x' } } };
    expect(run(checkParamRef(ann, same, resolve, profile), [])).toEqual({ result: undefined, asked: [] });
    const withSelector = { selector: {} };
    const selector = { ...binding, paramRef: withSelector, old: { policyName: 'p', paramRef: withSelector } };
    expect(run(checkParamRef(ann, selector, resolve, profile), []).asked).toHaveLength(1);
    const other = { ...binding, paramRef, old: { policyName: 'q', paramRef } };
    expect(run(checkParamRef(ann, other, resolve, profile), []).asked).toHaveLength(1);
  });

  it('words an error of the authorizers', () => {
    const check = (type: 'validating' | 'mutating', minor: number) =>
      runProcedure(checkParamRef(ann, { ...binding, type, paramRef }, resolve, profileFor(minor)), broken);
    expect(check('validating', 35)).toBe('failed to authorize request: down');
    expect(check('validating', 31)).toBe('down');
    expect(check('mutating', 35)).toBe('down');
  });
});

describe('status of a ResourceClaim', () => {
  const on36 = profileFor(36);
  const onNode = (node: string): NonNullable<ResourceClaimStatus['allocation']> => ({
    nodeSelector: {
      nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }],
    },
  });
  const driverUser = (...nodes: string[]) =>
    userInfo({
      name: 'system:serviceaccount:dra:driver',
      extra: new Map([['authentication.kubernetes.io/node-name', nodes]]),
    });
  const attributes = (user = ann) =>
    resourceAttributes({
      user,
      verb: 'update',
      apiGroup: 'resource.k8s.io',
      resource: 'resourceclaims',
      subresource: 'status',
      namespace: 'a',
      name: 'c',
    });
  const device = (driver: string, data?: object) => ({ driver, pool: 'p', device: 'd', ...(data ? { data } : {}) });
  const check = (status: ResourceClaimStatus, old: ResourceClaimStatus, user = ann, allowed: string[] = []) => {
    const { result, asked } = run(checkResourceClaimStatus(attributes(user), status, old, on36), allowed);
    return { texts: result.map((error) => formatFieldError(error, 36)), asked };
  };

  it('asks nothing before 1.36', () => {
    const changed = { allocation: onNode('n1') };
    expect(run(checkResourceClaimStatus(attributes(), changed, {}, profile), [])).toEqual({ result: [], asked: [] });
  });

  it('wants one right to allocate', () => {
    const { texts, asked } = check({ allocation: onNode('n1') }, {});
    expect(asked).toEqual(['update resource.k8s.io/resourceclaims/binding /']);
    expect(texts).toEqual([
      'status.allocation: Forbidden: changing status.allocation or status.reservedFor requires resource="resourceclaims/binding", verb="update" permission: resourceclaims.resource.k8s.io is forbidden: User "ann" cannot update resource "resourceclaims/binding" in API group "resource.k8s.io" at the cluster scope',
    ]);
    expect(check({ allocation: onNode('n1') }, {}, ann, asked).texts).toEqual([]);
  });

  it('wants one right for each driver whose devices change', () => {
    const allocation = onNode('n1');
    const { texts, asked } = check(
      { allocation, devices: [device('b', { x: 1 }), device('a'), device('same')] },
      { allocation, devices: [device('b'), device('gone'), device('same')] },
    );
    const question = (driver: string) => `arbitrary-node:update resource.k8s.io/resourceclaims/driver a/${driver}`;
    expect(asked).toEqual(['a', 'b', 'gone'].map(question));
    expect(texts).toHaveLength(3);
    expect(texts[0]).toBe(
      'status.devices: Forbidden: changing status.devices requires resource="resourceclaims/driver", verb="[arbitrary-node:update]" permission: resourceclaims.resource.k8s.io "a" is forbidden: User "ann" cannot arbitrary-node:update resource "resourceclaims/driver" in API group "resource.k8s.io" in the namespace "a"',
    );
  });

  it.each([
    ['its own node', driverUser('n1'), true],
    ['another node', driverUser('n2'), false],
    ['two nodes', driverUser('n1', 'n2'), false],
    ['no service account', userInfo({ name: 'x', extra: driverUser('n1').extra }), false],
  ])('is milder with a driver of %s', (_, user, milder) => {
    const allocation = onNode('n1');
    const { texts, asked } = check({ allocation, devices: [device('d')] }, { allocation }, user);
    expect(asked.map((question) => question.split(' ')[0])).toEqual(
      milder ? ['associated-node:update', 'arbitrary-node:update'] : ['arbitrary-node:update'],
    );
    const verbs = milder ? '[associated-node:update arbitrary-node:update]' : '[arbitrary-node:update]';
    expect(texts[0]).toContain(`verb="${verbs}"`);
    expect(check({ allocation, devices: [device('d')] }, { allocation }, user, asked.slice(-1)).texts).toEqual([]);
  });

  it('does not ask for devices without an allocation', () => {
    expect(check({ devices: [device('d')] }, {})).toEqual({ texts: [], asked: [] });
  });
});
