/** What kubeadm binds for its own administrator is told apart from what looks like it. */
import { defaultProfile } from '@bulkhead/features';
import { expect, it } from 'vitest';
import { auditText } from '../../audit-text.js';

const ADMINS = 'kubeadm:cluster-admins';
const group = (name: string) => `{kind: Group, apiGroup: rbac.authorization.k8s.io, name: "${name}"}`;
const ANN = '{kind: User, apiGroup: rbac.authorization.k8s.io, name: ann}';

it.each([
  ['info', ADMINS, 'cluster-admin', [group(ADMINS)]],
  ['high', ADMINS, 'cluster-admin', [group(ADMINS), ANN]],
  ['high', ADMINS, 'cluster-admin', [ANN]],
  ['high', 'admins', 'cluster-admin', [group(ADMINS)]],
  ['high', ADMINS, 'cluster-admin', [`{kind: User, apiGroup: rbac.authorization.k8s.io, name: "${ADMINS}"}`]],
  ['high', ADMINS, 'everything', [group(ADMINS)]],
])('%s: binding %s of %s to %j', (severity, name, role, subjects) => {
  const text = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: "${name}"}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role}}
subjects: [${subjects.join(', ')}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: everything}
rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}, {nonResourceURLs: ["*"], verbs: ["*"]}]
`;
  const { findings } = auditText(text, { profile: defaultProfile(35) });
  const found = findings.filter(({ ruleId }) => ruleId === 'rbac/cluster-admin');
  expect(found.map((finding) => finding.severity)).toEqual([severity]);
});
