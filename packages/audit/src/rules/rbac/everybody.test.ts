/** What kubeadm gives everybody on purpose is told apart from what looks like it. */
import { clusterProfile } from '@bulkhead/features';
import { expect, it } from 'vitest';
import { auditText } from '../../audit-text.js';

const NAME = 'kubeadm:bootstrap-signer-clusterinfo';
const DISCOVERY = { apiGroups: [''], resources: ['configmaps'], verbs: ['get'], resourceNames: ['cluster-info'] };

function severities(namespace: string, ...rules: readonly object[]): readonly string[] {
  const result = clusterProfile({ version: '1.35' });
  if ('errors' in result) throw new Error(result.errors.join());
  const group = 'rbac.authorization.k8s.io';
  const metadata = { name: NAME, namespace };
  const role = { apiVersion: `${group}/v1`, kind: 'Role', metadata, rules };
  const subjects = [{ apiGroup: group, kind: 'User', name: 'system:anonymous' }];
  const roleRef = { apiGroup: group, kind: 'Role', name: NAME };
  const binding = { apiVersion: `${group}/v1`, kind: 'RoleBinding', metadata, roleRef, subjects };
  const text = [role, binding].map((object) => JSON.stringify(object)).join('\n---\n');
  const { findings } = auditText(text, { profile: result.profile });
  return findings.filter(({ ruleId }) => ruleId === 'rbac/everybody').map(({ severity }) => severity);
}

it.each([
  ['info', 'kube-public', [DISCOVERY]],
  ['high', 'kube-system', [DISCOVERY]],
  ['high', 'kube-public', [{ ...DISCOVERY, resourceNames: [] }]],
  ['high', 'kube-public', [{ ...DISCOVERY, resourceNames: ['cluster-info', 'other'] }]],
  ['high', 'kube-public', [{ ...DISCOVERY, verbs: ['get', 'update'] }]],
  ['high', 'kube-public', [DISCOVERY, { ...DISCOVERY, resources: ['secrets'] }]],
])('%s in namespace %s: %j', (severity, namespace, rules) => {
  expect(severities(namespace, ...rules)).toEqual([severity]);
});
