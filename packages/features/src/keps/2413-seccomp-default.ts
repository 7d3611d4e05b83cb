/** Source: https://kep.k8s.io/2413 and what each version made of it. */
import type { Kep } from './kep.js';

export const seccompDefault: Kep = {
  kep: 2413,
  title: 'SeccompDefault: RuntimeDefault where a pod sets no seccomp profile',
  gates: ['SeccompDefault'],
  fields: ['core.v1.PodSecurityContext/seccompProfile', 'core.v1.SecurityContext/seccompProfile'],
  configuration: ['KubeletConfiguration seccompDefault', 'kubelet --seccomp-default'],
  turnOn: [
    { minor: 27, settings: ['KubeletConfiguration seccompDefault: true, or kubelet --seccomp-default, node by node'] },
  ],
  prerequisites: ['seccompDefault: true on every node that should have it'],
  behaviours: [
    { minor: 27, text: 'GA, the gate is locked on; the setting stays false unless it is configured' },
    { minor: 29, text: 'the gate is gone; the setting stays false unless it is configured' },
  ],
  notes: [
    'the pod does not show it: seccompProfile stays unset, so that Pod Security restricted still asks for the field',
    'privileged containers run without a profile in any case',
  ],
  mustEnableOn: ['kubelet'],
};
