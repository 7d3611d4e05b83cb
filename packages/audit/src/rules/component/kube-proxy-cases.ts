/** Cases of the rules on kube proxy. Test data. */
import type { RuleCase } from '../rule-case.js';
import { file } from './case-objects.js';

export const KUBE_PROXY_CASES: Readonly<Record<string, RuleCase>> = {
  'component/proxy-metrics': {
    failing: file(
      'kubeproxy.config.k8s.io/v1alpha1',
      'KubeProxyConfiguration',
      'metricsBindAddress: 0.0.0.0:10249\nnodePortAddresses: [primary]\n',
    ),
    findings: [
      {
        fieldPath: 'metricsBindAddress',
        message:
          'metricsBindAddress is 0.0.0.0:10249: metrics, and profiles and the configuration with them, are open to the network; use 127.0.0.1:10249',
        severity: 'low',
      },
    ],
    passing: file('kubeproxy.config.k8s.io/v1alpha1', 'KubeProxyConfiguration', 'metricsBindAddress: ""\n'),
  },
  'component/proxy-health': {
    failing: file('kubeproxy.config.k8s.io/v1alpha1', 'KubeProxyConfiguration', 'nodePortAddresses: [primary]\n'),
    findings: [
      {
        fieldPath: 'healthzBindAddress',
        message: 'healthzBindAddress is not set: load balancers and everybody else read the health of the proxy',
        severity: 'info',
      },
    ],
    passing: file(
      'kubeproxy.config.k8s.io/v1alpha1',
      'KubeProxyConfiguration',
      'healthzBindAddress: 127.0.0.1:10256\n',
    ),
  },
  'component/node-port-addresses': {
    failing: `apiVersion: v1
kind: ConfigMap
metadata: {name: kube-proxy, namespace: kube-system}
data:
  config.conf: |
    apiVersion: kubeproxy.config.k8s.io/v1alpha1
    kind: KubeProxyConfiguration
    nodePortAddresses: null
`,
    findings: [
      {
        fieldPath: 'data[config.conf]',
        message:
          'nodePortAddresses is not set: node ports are open on every address of the node; name the networks, or primary',
        severity: 'low',
      },
    ],
    passing: file('kubeproxy.config.k8s.io/v1alpha1', 'KubeProxyConfiguration', 'nodePortAddresses: [10.0.0.0/8]\n'),
  },
};
