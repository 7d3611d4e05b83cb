/** etcd of the cluster. */
import { checks } from '@bulkhead/engine/hardening';
import type { ObjectRule } from '../../rule.js';
import { componentRule, each } from './component-rule.js';

const ETCD = ['etcd'] as const;

export const etcdRules: readonly ObjectRule[] = [
  componentRule({
    id: 'component/etcd-certificate',
    title: 'etcd serves without TLS',
    severity: 'critical',
    gains: 'cluster',
    standards: ['CIS:2.1', 'NSA:etcd'],
    description: 'etcd holds every object of the cluster, and has no certificate to serve with.',
    risk: 'In that network an attacker reads every Secret and changes what it likes.',
    remediation: 'Set `--cert-file` and `--key-file`.',
    flags: each(ETCD, checks.serverCertificate),
  }),
  componentRule({
    id: 'component/etcd-client-authentication',
    title: 'etcd lets everybody in',
    severity: 'critical',
    gains: 'cluster',
    standards: ['CIS:2.2', 'NSA:etcd'],
    description: 'etcd does not ask its clients for a certificate.',
    risk: 'Whoever reaches port 2379 is above every administrator: no RBAC, no admission, no audit.',
    remediation: 'Set `--client-cert-auth=true` and `--trusted-ca-file`.',
    flags: each(ETCD, checks.clientAuthentication),
  }),
  componentRule({
    id: 'component/etcd-auto-tls',
    title: 'etcd signs its own certificates',
    severity: 'high',
    gains: 'cluster',
    standards: ['CIS:2.3', 'CIS:2.6'],
    description: 'Automatic certificates are signed by nobody.',
    risk: 'Nobody can tell etcd from whoever stands between.',
    remediation: 'Give certificates of an authority, and remove `--auto-tls` and `--peer-auto-tls`.',
    flags: each(ETCD, checks.autoTls),
  }),
  componentRule({
    id: 'component/etcd-peers',
    title: 'Members of etcd do not know each other',
    severity: 'critical',
    gains: 'cluster',
    standards: ['CIS:2.4', 'CIS:2.5'],
    description: 'The port of peers has no TLS or asks for no certificate. With one member nobody needs it.',
    risk: 'Whoever reaches port 2380 takes part as a member and gets all data.',
    remediation:
      'Set `--peer-cert-file`, `--peer-key-file`, `--peer-trusted-ca-file` and `--peer-client-cert-auth=true`.',
    flags: each(ETCD, checks.peers),
  }),
  componentRule({
    id: 'component/etcd-authority',
    title: 'The authority of etcd is that of the cluster',
    severity: 'medium',
    gains: 'cluster',
    standards: ['CIS:2.7'],
    description: 'Every client certificate of the cluster is one of etcd as well.',
    risk: 'A certificate that is worth little in the cluster opens all of etcd.',
    remediation: 'Give etcd an authority of its own.',
    flags: each(ETCD, checks.ownAuthority),
  }),
  componentRule({
    id: 'component/etcd-plain-http',
    title: 'etcd listens on plain HTTP',
    severity: 'critical',
    gains: 'cluster',
    standards: ['NSA:etcd'],
    description: "An address for clients begins with http and is not the machine's own.",
    risk: 'Everything in the cluster is read and written by whoever is in that network.',
    remediation: 'Use https in `--listen-client-urls`.',
    flags: each(ETCD, checks.plainClients),
  }),
  componentRule({
    id: 'component/etcd-metrics',
    title: 'Metrics of etcd are open to the network',
    severity: 'medium',
    gains: 'network',
    standards: [],
    description: 'Metrics are served over plain HTTP without credentials.',
    risk: 'They tell of keys, members and load.',
    remediation: 'Use 127.0.0.1 in `--listen-metrics-urls`, or https.',
    flags: each(ETCD, checks.plainMetrics),
  }),
];
