/** Cases of the rules on kubelet. Test data. */
import type { RuleCase } from '../rule-case.js';
import { kubelet } from './case-objects.js';

export const KUBELET_CASES: Readonly<Record<string, RuleCase>> = {
  'component/kubelet-anonymous': {
    failing: kubelet({ authentication: { anonymous: { enabled: true }, x509: { clientCAFile: '/ca' } } }),
    findings: [
      {
        fieldPath: 'authentication.anonymous.enabled',
        message:
          'authentication.anonymous.enabled is true: whoever reaches port 10250 may ask, and has what system:anonymous is allowed',
        severity: 'critical',
      },
    ],
    passing: kubelet(),
  },
  'component/kubelet-authorization': {
    failing: kubelet({ authorization: { mode: 'AlwaysAllow' } }),
    findings: [
      {
        fieldPath: 'authorization.mode',
        message:
          'authorization.mode is "AlwaysAllow": every caller that is let in runs commands in every container of the node; use Webhook',
        severity: 'critical',
      },
    ],
    passing: kubelet(),
  },
  'component/kubelet-client-authority': {
    failing: kubelet({ authentication: {} }),
    findings: [
      {
        fieldPath: 'authentication.x509.clientCAFile',
        message:
          "authentication.x509.clientCAFile is not set: the kubelet cannot tell the API server's certificate from any other",
        severity: 'high',
      },
    ],
    passing: kubelet(),
  },
  'component/kubelet-webhook': {
    failing: kubelet({ authentication: { webhook: { enabled: false }, x509: { clientCAFile: '/ca' } } }),
    findings: [
      {
        fieldPath: 'authentication.webhook.enabled',
        message:
          'authentication.webhook.enabled is false: tokens are not taken, so that monitoring needs weaker ways in',
        severity: 'medium',
      },
    ],
    passing: kubelet(),
  },
  'component/kubelet-read-only-port': {
    failing: kubelet({ readOnlyPort: 10255 }),
    findings: [
      {
        fieldPath: 'readOnlyPort',
        message:
          'readOnlyPort is 10255: pods with their environment, and metrics, are open to whoever reaches it; use 0',
        severity: 'high',
      },
    ],
    passing: kubelet(),
  },
  'component/kubelet-certificate': {
    failing: kubelet({ serverTLSBootstrap: false }),
    findings: [
      {
        fieldPath: 'serverTLSBootstrap',
        message:
          'serverTLSBootstrap is false and no certificate is given: the kubelet signs its own; nobody can verify it, and whoever stands between reads and answers exec and logs',
        severity: 'high',
      },
    ],
    passing: kubelet({ serverTLSBootstrap: false, tlsCertFile: '/a.crt', tlsPrivateKeyFile: '/a.key' }),
  },
  'component/kubelet-rotation': {
    failing: kubelet({ rotateCertificates: false }),
    findings: [
      {
        fieldPath: 'rotateCertificates',
        message:
          'rotateCertificates is false: the client certificate is not renewed, and the node drops out when it ends',
        severity: 'medium',
      },
    ],
    passing: kubelet(),
  },
  'component/kubelet-idle-timeout': {
    file: 'kubeadm-flags.env',
    failing: 'KUBELET_KUBEADM_ARGS="--streaming-connection-idle-timeout=0"\n',
    findings: [
      {
        fieldPath: 'args[0]',
        message: '--streaming-connection-idle-timeout is "0": forgotten connections of exec and port-forward stay open',
        severity: 'low',
      },
    ],
    passing: 'KUBELET_KUBEADM_ARGS="--streaming-connection-idle-timeout=5m"\n',
  },
  'component/kernel-defaults': {
    failing: kubelet({ protectKernelDefaults: false }),
    findings: [
      {
        fieldPath: 'protectKernelDefaults',
        message:
          'protectKernelDefaults is false: the kubelet changes kernel settings of the node to those it wants instead of saying that they differ',
        severity: 'medium',
      },
    ],
    passing: kubelet(),
  },
  'component/iptables-chains': {
    failing: kubelet({ makeIPTablesUtilChains: false }),
    findings: [
      {
        fieldPath: 'makeIPTablesUtilChains',
        message:
          "makeIPTablesUtilChains is false: the rule that keeps other hosts from the node's loopback services is not made",
        severity: 'low',
      },
    ],
    passing: kubelet(),
  },
  'component/kubelet-events': {
    failing: kubelet({ eventRecordQPS: 0 }),
    findings: [
      {
        fieldPath: 'eventRecordQPS',
        message: 'eventRecordQPS is 0: events are not limited, and one broken pod floods the API server with them',
        severity: 'low',
      },
    ],
    passing: kubelet(),
  },
  'component/seccomp-default': {
    failing: `${kubelet({ seccompDefault: false })}---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: app, image: a}]}
`,
    findings: [
      {
        fieldPath: 'seccompDefault',
        message:
          'seccompDefault is false: containers without a profile of their own run with every system call, as do those of Pod shop/web in this input',
        severity: 'medium',
      },
    ],
    passing: kubelet(),
  },
  'component/pod-pids-limit': {
    failing: kubelet({ podPidsLimit: -1 }),
    findings: [
      {
        fieldPath: 'podPidsLimit',
        message: 'podPidsLimit is -1: one pod can take all process numbers of the node',
        severity: 'medium',
      },
    ],
    passing: kubelet(),
  },
  'component/debugging-handlers': {
    failing: kubelet({ enableDebuggingHandlers: false }),
    findings: [
      {
        fieldPath: 'enableDebuggingHandlers',
        message: 'enableDebuggingHandlers is false: exec, attach, port-forward and logs do not work',
        severity: 'info',
      },
    ],
    passing: kubelet(),
  },
  'component/node-log-query': {
    minor: 36,
    failing: kubelet({ enableSystemLogQuery: true }),
    findings: [
      {
        fieldPath: 'enableSystemLogQuery',
        message:
          'enableSystemLogQuery is true: whoever has nodes/log or nodes/proxy reads the whole journal and every file below /var/log of the node',
        severity: 'medium',
      },
    ],
    passing: kubelet(),
  },
  'component/unsafe-sysctls': {
    failing: kubelet({ allowedUnsafeSysctls: ['kernel.msg*'] }),
    findings: [
      {
        fieldPath: 'allowedUnsafeSysctls',
        message: 'allowedUnsafeSysctls has kernel.msg*: pods change kernel settings that reach beyond them',
        severity: 'medium',
      },
    ],
    passing: kubelet(),
  },
  'component/hostname-override': {
    file: 'kubeadm-flags.env',
    failing: 'KUBELET_KUBEADM_ARGS="--hostname-override=n1"\n',
    findings: [
      {
        fieldPath: 'args[0]',
        message: '--hostname-override is "n1": certificates and audit trails name the node differently than its host',
        severity: 'low',
      },
    ],
    passing: 'KUBELET_KUBEADM_ARGS="--node-ip=10.0.0.1"\n',
  },
  'component/swap': {
    failing: kubelet({ failSwapOn: false }),
    findings: [
      {
        fieldPath: 'failSwapOn',
        message: 'failSwapOn is false: what pods hold in memory, Secrets among it, may be written to disk',
        severity: 'info',
      },
    ],
    passing: kubelet(),
  },
};
