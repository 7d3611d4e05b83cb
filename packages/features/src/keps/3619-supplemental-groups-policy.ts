/** Source: https://kep.k8s.io/3619 and what each version made of it. */
import type { Kep } from './kep.js';

export const supplementalGroupsPolicy: Kep = {
  kep: 3619,
  title: 'SupplementalGroupsPolicy: no groups from the image',
  gates: ['SupplementalGroupsPolicy'],
  fields: [
    'core.v1.PodSecurityContext/supplementalGroupsPolicy',
    'core.v1.ContainerStatus/user',
    'core.v1.NodeStatus/features',
  ],
  configuration: [],
  turnOn: [{ minor: 31, settings: ['spec.securityContext.supplementalGroupsPolicy: Strict in the pod'] }],
  prerequisites: [
    'a runtime that takes the policy: containerd 2.0 or CRI-O 1.31 and later; the node then says status.features.supplementalGroupsPolicy: true',
  ],
  behaviours: [
    {
      minor: 27,
      text: 'not there: a container gets fsGroup and supplementalGroups of the pod and the groups of its user in the /etc/group of its image',
    },
    { minor: 31, text: 'alpha, off; Strict leaves the groups of the image out, Merge keeps them' },
    { minor: 33, text: 'beta, on; a kubelet rejects a pod with Strict where the runtime does not take it' },
    { minor: 35, text: 'GA, cannot be switched off' },
  ],
  notes: ['1.31 and 1.32: a runtime that does not know Strict falls back to Merge without a word'],
  mustEnableOn: ['kube-apiserver', 'kubelet'],
};
