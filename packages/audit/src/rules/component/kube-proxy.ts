/** kube-proxy. */
import { checks } from '@bulkhead/engine/hardening';
import type { ObjectRule } from '../../rule.js';
import { componentRule } from './component-rule.js';

export const kubeProxyRules: readonly ObjectRule[] = [
  componentRule({
    id: 'component/proxy-metrics',
    title: 'Metrics of kube-proxy are open to the network',
    severity: 'low',
    gains: 'network',
    standards: ['CIS:4.3.1'],
    description: 'The metrics listen on the loopback address unless they are told otherwise.',
    risk: 'The network reads metrics and, with profiling on, the inside of the proxy.',
    remediation: 'Set `metricsBindAddress: 127.0.0.1:10249`.',
    proxy: checks.proxyMetrics,
  }),
  componentRule({
    id: 'component/proxy-health',
    title: 'The health of kube-proxy is open to the network',
    severity: 'info',
    isAlwaysUsual: true,
    gains: 'nothing',
    standards: [],
    description: 'Load balancers read it to know which node serves.',
    risk: 'It tells that the proxy runs, and no more.',
    remediation: 'Set `healthzBindAddress` where nobody needs it.',
    proxy: checks.proxyHealth,
  }),
  componentRule({
    id: 'component/node-port-addresses',
    title: 'Node ports are open on every address',
    severity: 'low',
    gains: 'network',
    standards: [],
    description: 'Without `nodePortAddresses` services of type NodePort are served on all addresses of the node.',
    risk: 'A service that is meant for the inside is open on the address towards the outside.',
    remediation: 'Name the networks, or `primary` (1.31 and later).',
    proxy: checks.nodePortAddresses,
  }),
];
