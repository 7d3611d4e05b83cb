/** Source: https://kep.k8s.io/127 and what each version made of it. */
import type { Kep } from './kep.js';

export const userNamespaces: Kep = {
  kep: 127,
  title: 'User namespaces: root in the pod is nobody on the node (hostUsers: false)',
  gates: ['UserNamespacesSupport', 'UserNamespacesStatelessPodsSupport', 'UserNamespacesPodSecurityStandards'],
  formerGates: ['UserNamespacesStatelessPodsSupport'],
  fields: ['core.v1.PodSpec/hostUsers'],
  configuration: ['KubeletConfiguration userNamespaces.idsPerPod (1.33 and later, a multiple of 65536)'],
  turnOn: [{ minor: 27, settings: ['spec.hostUsers: false in the pod'] }],
  prerequisites: [
    'a Linux node; kernel 6.3 or later in practice, since tmpfs volumes (secrets, projected tokens) need idmapped mounts; 5.19 for an idmapped root file system',
    'every file system among the volumes of the pod must take idmapped mounts; NFS does not, and the start then fails with "failed to set MOUNT_ATTR_IDMAP"',
    'a runtime whose handler reports user_namespaces: containerd 2.0 or CRI-O 1.25 and later',
    'runc 1.2 or crun 1.9 and later',
    'optional: a user "kubelet" with one equal line in /etc/subuid and /etc/subgid and getsubids in PATH; the range starts at 65536 or above and holds 65536 IDs for each of maxPods',
    'sysctl user.max_user_namespaces above 0',
  ],
  behaviours: [
    {
      minor: 27,
      text: 'alpha behind UserNamespacesStatelessPodsSupport: only pods with configMap, secret, emptyDir, downwardAPI and projected volumes',
    },
    {
      minor: 28,
      text: 'alpha behind UserNamespacesSupport, with any volume; a kubelet whose gate is off runs the pod in the user namespace of the node without a word',
    },
    {
      minor: 29,
      text: 'alpha; with UserNamespacesPodSecurityStandards Pod Security leaves runAsNonRoot and runAsUser out for such pods',
    },
    {
      minor: 30,
      text: 'beta, off; a kubelet whose gate is off, or whose runtime has no user namespaces, refuses to start the pod; custom ID ranges',
    },
    { minor: 33, text: 'beta, on by default' },
    { minor: 34, text: 'volumeDevices are refused together with hostUsers: false' },
    {
      minor: 35,
      text: 'Pod Security relaxes by policy version: from v1.35 on runAsNonRoot and runAsUser of restricted and procMount of baseline do not count for such pods; UserNamespacesPodSecurityStandards is gone',
    },
    { minor: 36, text: 'GA, cannot be switched off' },
  ],
  notes: [
    'refused together with hostPID, hostIPC and, unless UserNamespacesHostNetworkSupport is on, hostNetwork',
    'an API server whose gate is off drops hostUsers from new pods, which then run in the user namespace of the node',
    'hostPath volumes are idmapped too: root in the pod owns the files of root on the node that it can reach',
    'privileged containers are not refused',
  ],
  mustEnableOn: ['kube-apiserver', 'kubelet'],
};
