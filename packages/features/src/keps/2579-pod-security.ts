/** Source: https://kep.k8s.io/2579 and what each version made of it. */
import type { Kep } from './kep.js';

export const podSecurity: Kep = {
  kep: 2579,
  title: 'Pod Security admission: the Pod Security Standards by namespace label',
  gates: ['PodSecurity'],
  fields: [],
  configuration: [
    'namespace labels pod-security.kubernetes.io/{enforce,audit,warn} and the same with -version',
    'PodSecurityConfiguration (pod-security.admission.config.k8s.io/v1): defaults and exemptions',
  ],
  turnOn: [{ minor: 27, settings: ['namespace label pod-security.kubernetes.io/enforce: baseline or restricted'] }],
  prerequisites: ['the admission plugin PodSecurity is enabled, which it is by default'],
  behaviours: [
    { minor: 27, text: 'GA, the gate is locked on' },
    { minor: 28, text: 'the gate is gone' },
  ],
  notes: [
    'without labels and configuration every namespace is privileged at version latest',
    'enforce looks at Pods; audit and warn look at workloads with a pod template too',
  ],
  mustEnableOn: ['kube-apiserver'],
};
