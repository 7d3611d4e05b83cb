/** Source: https://kep.k8s.io/3962 and what each version made of it. */
import type { Kep } from './kep.js';

export const mutatingAdmissionPolicy: Kep = {
  kep: 3962,
  title: 'MutatingAdmissionPolicy: mutation in CEL, in the API server itself',
  gates: ['MutatingAdmissionPolicy'],
  since: 32,
  fields: [
    'admissionregistration.v1.MutatingAdmissionPolicySpec/mutations',
    'admissionregistration.v1.MutatingAdmissionPolicySpec/reinvocationPolicy',
    'admissionregistration.v1.MutatingAdmissionPolicyBindingSpec/paramRef',
  ],
  configuration: [
    'admissionregistration.k8s.io mutatingadmissionpolicies and mutatingadmissionpolicybindings',
    '1.32 and 1.33: --runtime-config=admissionregistration.k8s.io/v1alpha1=true; 1.34 and 1.35: the same with v1beta1',
  ],
  turnOn: [
    {
      minor: 32,
      settings: [
        'kube-apiserver --runtime-config=admissionregistration.k8s.io/v1alpha1=true',
        'a MutatingAdmissionPolicy and a MutatingAdmissionPolicyBinding',
      ],
    },
    {
      minor: 34,
      settings: [
        'kube-apiserver --runtime-config=admissionregistration.k8s.io/v1beta1=true',
        'a MutatingAdmissionPolicy and a MutatingAdmissionPolicyBinding',
      ],
    },
    { minor: 36, settings: ['a MutatingAdmissionPolicy and a MutatingAdmissionPolicyBinding'] },
  ],
  prerequisites: ['a binding: a policy without one does nothing'],
  behaviours: [
    { minor: 30, text: 'the gate has a name and no effect' },
    { minor: 32, text: 'alpha, off; v1alpha1 with ApplyConfiguration and JSONPatch' },
    { minor: 34, text: 'beta, off; v1beta1' },
    { minor: 36, text: 'GA, on; v1' },
  ],
  notes: ['both the gate and the API version have to be on up to 1.35'],
  mustEnableOn: ['kube-apiserver'],
};
