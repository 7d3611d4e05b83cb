/** One failing and one passing manifest for each rule of the family, with what must be found. Test data. */
import type { Severity } from '../../finding.js';
import { pod, type RuleCase } from '../rule-case.js';

const QUIET = pod({ spec: '\n  automountServiceAccountToken: false' });

const found = (fieldPath: string, message: string, severity: Severity): RuleCase['findings'] => [
  { fieldPath, message, severity },
];

const binding = (name: string): string => `---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: reads, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: ${name}, namespace: shop}]
`;

const tokenVolume = (token: string, more = ''): string =>
  pod({
    spec: `\n  volumes: [{name: vault, projected: {sources: [{serviceAccountToken: {path: t${token}}}${more}]}}]`,
  });

const tokenSecret = (more: string): string => `apiVersion: v1
kind: Secret
metadata: {name: ci, namespace: shop}
type: kubernetes.io/service-account-token
${more}`;

export const SERVICE_ACCOUNT_CASES: Readonly<Record<string, RuleCase>> = {
  'service-account/token-not-needed': {
    failing: pod({ spec: '\n  serviceAccountName: web' }),
    findings: found(
      'spec.automountServiceAccountToken',
      'the token of service account "web" is mounted in container "app", and no binding gives the account a right: nothing needs it',
      'low',
    ),
    passing: `${pod({ spec: '\n  serviceAccountName: web' })}${binding('web')}`,
  },
  'service-account/default-account-with-rights': {
    failing: `${pod({})}${binding('default')}`,
    findings: found(
      'spec.serviceAccountName',
      'runs as the default service account, which has the rights of ClusterRole view in namespace shop',
      'low',
    ),
    passing: `${QUIET}${binding('default')}`,
  },
  'service-account/long-lived-token': {
    failing: tokenSecret(''),
    findings: found('type', 'a token of a service account that never ends is kept in this Secret', 'medium'),
    passing: 'apiVersion: v1\nkind: Secret\nmetadata: {name: app, namespace: shop}\ntype: Opaque\n',
  },
  'service-account/projected-token': {
    failing: tokenVolume(', expirationSeconds: 2592000'),
    findings: [
      {
        fieldPath: 'spec.volumes[0].projected.sources[0].serviceAccountToken.audience',
        message: 'volume "vault": a token without audience is one for the API server, whoever it is shown to',
        severity: 'low',
      },
      {
        fieldPath: 'spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds',
        message: 'volume "vault": a token that holds 30 days, though the kubelet renews it after a day',
        severity: 'low',
      },
    ],
    passing: `${tokenVolume(', audience: vault, expirationSeconds: 3600')}---\n${tokenVolume('', ', {configMap: {name: kube-root-ca.crt}}')}`,
  },
};
