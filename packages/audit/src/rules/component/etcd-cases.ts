/** Cases of the rules on etcd. Test data. */
import type { RuleCase } from '../rule-case.js';
import { etcd } from './case-objects.js';

export const ETCD_CASES: Readonly<Record<string, RuleCase>> = {
  'component/etcd-certificate': {
    failing: etcd([], ['--cert-file']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command',
        message: '--cert-file is not set: etcd serves without TLS, and every Secret goes over the network in plain',
        severity: 'critical',
      },
    ],
    passing: etcd(),
  },
  'component/etcd-client-authentication': {
    failing: etcd([], ['--client-cert-auth', '--trusted-ca-file']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command',
        message:
          '--client-cert-auth is not set: etcd asks clients for no certificate; whoever reaches it reads and writes the whole cluster',
        severity: 'critical',
      },
    ],
    passing: etcd(),
  },
  'component/etcd-auto-tls': {
    failing: etcd(['--peer-auto-tls']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[10]',
        message: '--peer-auto-tls=true: etcd signs its own certificate, which nobody can verify',
        severity: 'high',
      },
    ],
    passing: etcd(['--peer-auto-tls=false']),
  },
  'component/etcd-peers': {
    failing: etcd(['--initial-cluster=a=https://10.0.0.1:2380,b=https://10.0.0.2:2380'], ['--peer-client-cert-auth']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command',
        message:
          '--peer-client-cert-auth=true is not set: whoever reaches the port of peers joins as a member and has all data',
        severity: 'critical',
      },
    ],
    passing: etcd(),
  },
  'component/etcd-authority': {
    failing: etcd(['--trusted-ca-file=/etc/kubernetes/pki/ca.crt']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[9]',
        message:
          "--trusted-ca-file=/etc/kubernetes/pki/ca.crt is the authority of the cluster's clients: each of their certificates opens etcd as well",
        severity: 'medium',
      },
    ],
    passing: etcd(),
  },
  'component/etcd-plain-http': {
    failing: etcd(['--listen-client-urls=https://127.0.0.1:2379,http://10.0.0.1:2379']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[9]',
        message:
          '--listen-client-urls has http://10.0.0.1:2379: every Secret goes over the network in plain, to whoever asks',
        severity: 'critical',
      },
    ],
    passing: etcd(['--listen-client-urls=https://10.0.0.1:2379']),
  },
  'component/etcd-metrics': {
    failing: etcd(['--listen-metrics-urls=http://0.0.0.0:2381']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[10]',
        message:
          '--listen-metrics-urls has http://0.0.0.0:2381: metrics and health are open to the network; use 127.0.0.1',
        severity: 'medium',
      },
    ],
    passing: etcd(['--listen-metrics-urls=http://127.0.0.1:2381']),
  },
};
