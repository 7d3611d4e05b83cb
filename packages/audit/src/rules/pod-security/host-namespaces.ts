import { pruneAll } from './pod-repair.js';
import { podSecurityRule } from './pod-security-rule.js';

export const hostNamespaces = podSecurityRule({
  id: 'pod-security/host-namespaces',
  checkId: 'hostNamespaces',
  title: 'Shares namespaces with the node',
  severity: 'high',
  gains: 'node',
  standards: ['PSS:baseline', 'CIS:5.2.3', 'CIS:5.2.4', 'CIS:5.2.5', 'NSA:host-namespaces', 'MITRE:T1611'],
  description: '`hostNetwork`, `hostPID` and `hostIPC` put the pod into the namespaces of the node.',
  risk: "hostPID shows the processes and environments of every pod of the node and lets root signal or trace them; hostNetwork passes by every NetworkPolicy and reaches the kubelet, the node's loopback services and the cloud's metadata address; hostIPC reads shared memory of others.",
  remediation:
    'Remove the fields; a CNI plugin or a node agent that needs one of them belongs in a namespace of its own.',
  fix: 'remove hostNetwork, hostPID and hostIPC',
  repair: {
    risk: 'a program that needs the network, the processes or the shared memory of the node stops working',
    edit: pruneAll,
  },
});
