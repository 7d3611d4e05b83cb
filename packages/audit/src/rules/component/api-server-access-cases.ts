/** Cases of the rules on api server access. Test data. */
import type { RuleCase } from '../rule-case.js';
import { apiServer, file } from './case-objects.js';

export const API_SERVER_ACCESS_CASES: Readonly<Record<string, RuleCase>> = {
  'component/authorization-mode': {
    failing: apiServer(['--authorization-mode=RBAC,AlwaysAllow']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[29]',
        message:
          '--authorization-mode=RBAC,AlwaysAllow: AlwaysAllow allows every request of every caller; use Node,RBAC',
        severity: 'critical',
      },
    ],
    passing: apiServer(),
  },
  'component/anonymous-requests': {
    failing: `${apiServer([], ['--anonymous-auth'])}---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: open}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: system:unauthenticated}]
`,
    findings: [
      {
        fieldPath: 'spec.containers[0].command',
        message:
          '--anonymous-auth is not set: whoever reaches the API server may ask as system:anonymous, and ClusterRoleBinding open gives them rights; allow the health endpoints alone, or nothing',
        severity: 'high',
      },
    ],
    passing: file(
      'apiserver.config.k8s.io/v1',
      'AuthenticationConfiguration',
      'anonymous: {enabled: true, conditions: [{path: /livez}]}\n',
    ),
  },
  'component/token-auth-file': {
    failing: apiServer(['--token-auth-file=/etc/tokens.csv']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[30]',
        message:
          '--token-auth-file=/etc/tokens.csv: tokens in a file do not expire and go only with a restart; use certificates, OIDC or service accounts',
        severity: 'high',
      },
    ],
    passing: apiServer(),
  },
  'component/client-authority': {
    failing: apiServer([], ['--client-ca-file']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command',
        message:
          '--client-ca-file is not set: no client certificate is accepted, so that components and administrators need weaker credentials',
        severity: 'high',
      },
    ],
    passing: apiServer(),
  },
  'component/front-proxy': {
    failing: apiServer(
      ['--requestheader-client-ca-file=/etc/kubernetes/pki/ca.crt'],
      ['--requestheader-allowed-names'],
    ),
    findings: [
      {
        fieldPath: 'spec.containers[0].command',
        message:
          '--requestheader-client-ca-file is the authority of client certificates, and --requestheader-allowed-names is empty: every client certificate may act as any user by headers',
        severity: 'critical',
      },
    ],
    passing: apiServer(),
  },
  'component/bootstrap-tokens': {
    failing: apiServer(['--enable-bootstrap-token-auth=true']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[30]',
        message:
          '--enable-bootstrap-token-auth=true: a leaked bootstrap token lets a stranger join a node; turn it off when no nodes join',
        severity: 'low',
      },
    ],
    passing: apiServer(['--enable-bootstrap-token-auth=false']),
  },
  'component/token-webhook-version': {
    failing: apiServer(['--authentication-token-webhook-config-file=/etc/webhook.yaml']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command',
        message:
          '--authentication-token-webhook-version is not set: the webhook is asked in v1beta1, which is deprecated; use v1',
        severity: 'low',
      },
    ],
    passing: apiServer([
      '--authentication-token-webhook-config-file=/etc/webhook.yaml',
      '--authentication-token-webhook-version=v1',
    ]),
  },
  'component/provider-names': {
    failing: apiServer([
      '--oidc-issuer-url=https://id.example',
      '--oidc-client-id=k',
      '--oidc-username-prefix=-',
      '--oidc-groups-claim=groups',
    ]),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[32]',
        message:
          '--oidc-username-prefix=- takes user names as the provider says them: one named system:admin or system:node:x is that user',
        severity: 'medium',
      },
      {
        fieldPath: 'spec.containers[0].command[33]',
        message:
          '--oidc-groups-prefix is not set: groups are taken as the provider says them, system:masters among them',
        severity: 'medium',
      },
    ],
    passing: apiServer([
      '--oidc-issuer-url=https://id.example',
      '--oidc-client-id=k',
      '--oidc-groups-claim=groups',
      '--oidc-groups-prefix=id:',
    ]),
  },
  'component/kubelet-verification': {
    failing: apiServer([], ['--kubelet-certificate-authority']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command',
        message:
          '--kubelet-certificate-authority is not set: certificates of kubelets are not verified, so whoever stands between reads and answers exec, attach, port-forward and logs; set it, and give kubelets certificates of that authority',
        severity: 'high',
      },
    ],
    passing: apiServer(),
  },
  'component/kubelet-client-certificate': {
    failing: apiServer([], ['--kubelet-client-certificate', '--kubelet-client-key']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command',
        message:
          '--kubelet-client-certificate and --kubelet-client-key are not set: kubelets see an anonymous caller, and must allow that one everything',
        severity: 'high',
      },
    ],
    passing: apiServer(),
  },
  'component/serving-certificate': {
    failing: apiServer([], ['--tls-private-key-file']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command',
        message:
          '--tls-private-key-file is not set: the API server signs its own certificate, which no client can verify',
        severity: 'high',
      },
    ],
    passing: apiServer(),
  },
  'component/secure-port': {
    failing: apiServer(['--secure-port=0']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[30]',
        message: '--secure-port=0: nothing is served over TLS',
        severity: 'high',
      },
    ],
    passing: apiServer(['--secure-port=6443']),
  },
  'component/aggregation-client': {
    failing: apiServer([], ['--proxy-client-cert-file', '--proxy-client-key-file']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command',
        message:
          '--proxy-client-cert-file and --proxy-client-key-file are not set: aggregated servers cannot tell this server from others',
        severity: 'low',
      },
    ],
    passing: apiServer(),
  },
};
