/** Source: https://kep.k8s.io/24 and what each version made of it. */
import type { Kep } from './kep.js';

export const appArmor: Kep = {
  kep: 24,
  title: 'AppArmor profiles for containers',
  gates: ['AppArmorFields', 'AppArmor'],
  formerGates: ['AppArmor'],
  fields: ['core.v1.PodSecurityContext/appArmorProfile', 'core.v1.SecurityContext/appArmorProfile'],
  configuration: ['annotation container.apparmor.security.beta.kubernetes.io/<container>'],
  turnOn: [
    {
      minor: 27,
      settings: [
        'annotation container.apparmor.security.beta.kubernetes.io/<container>: runtime/default or localhost/<profile> on the pod',
      ],
    },
    {
      minor: 30,
      settings: [
        'securityContext.appArmorProfile of the pod or a container: {type: RuntimeDefault} or {type: Localhost, localhostProfile: <profile>}',
      ],
    },
  ],
  prerequisites: [
    'a kernel with AppArmor enabled: /sys/module/apparmor/parameters/enabled is Y',
    'Localhost profiles loaded on every node where the pod may run',
  ],
  behaviours: [
    { minor: 27, text: 'profiles are set by annotation only; with the gate AppArmor off the annotations are dropped' },
    {
      minor: 30,
      text: 'appArmorProfile fields exist and are on; a new pod gets the annotation from its field and the field from its annotation, and the annotation draws a deprecation warning',
    },
    { minor: 31, text: 'the fields are GA and can no longer be switched off; the server still writes the annotation' },
    { minor: 33, text: 'both gates are gone' },
  ],
  notes: [
    'a kubelet without AppArmor rejects a pod that needs a profile: reason AppArmor, "Cannot enforce AppArmor: AppArmor is not enabled on the host"',
    'the field of a container wins over the field of its pod',
  ],
  mustEnableOn: ['kube-apiserver', 'kubelet'],
};
