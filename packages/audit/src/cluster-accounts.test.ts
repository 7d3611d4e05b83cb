import { DEFAULT_CONFIGURATION } from '@bulkhead/engine/pod-security';
import { defaultProfile } from '@bulkhead/features';
import { expandLists, readManifest } from '@bulkhead/manifest';
import { describe, expect, it } from 'vitest';
import { AuditObject } from './audit-object.js';
import { Cluster } from './cluster.js';
import { serverDecoding } from './server-decoding.js';

const profile = defaultProfile(35);

function bindingsOf(namespace: string, name: string, subject: string, version = 'v1'): number {
  const yaml = `apiVersion: rbac.authorization.k8s.io/${version}
kind: RoleBinding
metadata: {name: reads, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [${subject}]
`;
  const decoding = serverDecoding(profile);
  const objects = readManifest(yaml).documents.flatMap(expandLists);
  const audited = objects.map((object) => new AuditObject('a.yaml', object, profile, decoding));
  return new Cluster(profile, DEFAULT_CONFIGURATION, audited).accounts.bindingsOf(namespace, name).length;
}

const group = (name: string): string => `{kind: Group, apiGroup: rbac.authorization.k8s.io, name: "${name}"}`;

describe('the bindings of a service account', () => {
  it.each([
    ['its name', '{kind: ServiceAccount, name: web, namespace: shop}', 1],
    [
      'the user that it is',
      '{kind: User, apiGroup: rbac.authorization.k8s.io, name: "system:serviceaccount:shop:web"}',
      1,
    ],
    ['the accounts of its namespace', group('system:serviceaccounts:shop'), 1],
    ['all accounts', group('system:serviceaccounts'), 1],
    ['another account', '{kind: ServiceAccount, name: api, namespace: shop}', 0],
    ['an account of the same name', '{kind: ServiceAccount, name: web, namespace: other}', 0],
    ['the accounts of another namespace', group('system:serviceaccounts:other'), 0],
  ])('name %s', (_what, subject, count) => expect(bindingsOf('shop', 'web', subject)).toBe(count));

  it('count in versions that are gone, too', () => {
    expect(bindingsOf('shop', 'web', '{kind: ServiceAccount, name: web, namespace: shop}', 'v1beta1')).toBe(1);
  });

  it('are those of the version where the input has none', () => {
    expect(bindingsOf('kube-system', 'kube-dns', group('x'))).toBe(1);
  });
});
