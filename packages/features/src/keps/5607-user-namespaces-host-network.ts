/** Source: https://kep.k8s.io/5607 and what each version made of it. */
import type { Kep } from './kep.js';

export const userNamespacesHostNetwork: Kep = {
  kep: 5607,
  title: 'User namespaces for pods on the network of the node',
  gates: ['UserNamespacesHostNetworkSupport', 'UserNamespacesSupport', 'NodeDeclaredFeatures'],
  fields: ['core.v1.PodSpec/hostUsers', 'core.v1.PodSpec/hostNetwork', 'core.v1.NodeStatus/declaredFeatures'],
  configuration: [],
  turnOn: [{ minor: 35, settings: ['spec.hostUsers: false in a pod with spec.hostNetwork: true'] }],
  prerequisites: [
    'UserNamespacesSupport is on; in 1.36 NodeDeclaredFeatures too',
    '1.36: a runtime that reports user_namespaces_host_network',
  ],
  behaviours: [
    { minor: 27, text: 'not there: hostNetwork with hostUsers: false is refused' },
    { minor: 35, text: 'alpha, off; with the gate on the API server accepts both together' },
    {
      minor: 36,
      text: 'alpha, off; with the gate on nodes declare the feature, and the scheduler and kubelets keep such pods to them',
    },
  ],
  notes: [
    'hostPID and hostIPC stay refused',
    'capabilities have no power over the network of the node: binding to a port below net.ipv4.ip_unprivileged_port_start fails',
  ],
  mustEnableOn: ['kube-apiserver', 'kube-scheduler', 'kubelet'],
};
