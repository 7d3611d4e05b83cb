/** Source: https://kep.k8s.io/4265 and what each version made of it. */
import type { Kep } from './kep.js';

export const procMount: Kep = {
  kep: 4265,
  title: 'ProcMount: an unmasked /proc for containers in a user namespace',
  gates: ['ProcMountType'],
  fields: ['core.v1.SecurityContext/procMount'],
  configuration: [],
  turnOn: [
    { minor: 27, settings: ['securityContext.procMount: Unmasked in the container'] },
    {
      minor: 30,
      settings: ['securityContext.procMount: Unmasked in the container, with spec.hostUsers: false in the pod'],
    },
  ],
  prerequisites: [
    'hostUsers: false, from 1.30 on checked by the API server',
    'UserNamespacesSupport on, from 1.35 on checked when a component starts',
  ],
  behaviours: [
    { minor: 27, text: 'alpha, off; Unmasked becomes Default' },
    { minor: 30, text: 'alpha, off; Unmasked without hostUsers: false is refused' },
    { minor: 31, text: 'beta, off' },
    { minor: 33, text: 'beta, on' },
    { minor: 36, text: 'GA, cannot be switched off' },
  ],
  notes: [
    'Unmasked takes the masks and the read-only mounts off /proc, so that a container can start containers of its own',
    'Pod Security restricted refuses Unmasked in every version; baseline allows it from policy version v1.35 on for pods with hostUsers: false',
  ],
  mustEnableOn: ['kube-apiserver'],
};
