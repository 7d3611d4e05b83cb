/** Source: https://kep.k8s.io/3488 and what each version made of it. */
import type { Kep } from './kep.js';

export const validatingAdmissionPolicy: Kep = {
  kep: 3488,
  title: 'ValidatingAdmissionPolicy: admission rules in CEL, in the API server itself',
  gates: ['ValidatingAdmissionPolicy', 'StrictCostEnforcementForVAP'],
  fields: [
    'admissionregistration.v1.ValidatingAdmissionPolicySpec/validations',
    'admissionregistration.v1.ValidatingAdmissionPolicySpec/matchConditions',
    'admissionregistration.v1.ValidatingAdmissionPolicySpec/variables',
    'admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec/validationActions',
    'admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec/paramRef',
  ],
  configuration: [
    'admissionregistration.k8s.io validatingadmissionpolicies and validatingadmissionpolicybindings',
    '1.27: --runtime-config=admissionregistration.k8s.io/v1alpha1=true; 1.28 and 1.29: the same with v1beta1',
  ],
  turnOn: [
    {
      minor: 27,
      settings: [
        'kube-apiserver --runtime-config=admissionregistration.k8s.io/v1alpha1=true',
        'a ValidatingAdmissionPolicy and a ValidatingAdmissionPolicyBinding',
      ],
    },
    {
      minor: 28,
      settings: [
        'kube-apiserver --runtime-config=admissionregistration.k8s.io/v1beta1=true',
        'a ValidatingAdmissionPolicy and a ValidatingAdmissionPolicyBinding',
      ],
    },
    { minor: 30, settings: ['a ValidatingAdmissionPolicy and a ValidatingAdmissionPolicyBinding'] },
  ],
  prerequisites: ['a binding: a policy without one does nothing'],
  behaviours: [
    {
      minor: 27,
      text: 'alpha, off; v1alpha1 with messageExpression, auditAnnotations, matchConditions, validationActions and type checking',
    },
    {
      minor: 28,
      text: 'beta, off; v1beta1 with variables, namespaceObject, parameters by selector and parameterNotFoundAction',
    },
    { minor: 29, text: 'beta, off; variables have the type of their expression' },
    { minor: 30, text: 'GA, on: v1; the gate is locked. StrictCostEnforcementForVAP is off' },
    {
      minor: 32,
      text: 'the gate is gone; the cost of library calls counts in full (StrictCostEnforcementForVAP is locked on)',
    },
    { minor: 34, text: 'v1beta1 is gone' },
  ],
  notes: ['failurePolicy is Fail unless it is set', 'policies are not asked about policies and their bindings'],
  mustEnableOn: ['kube-apiserver', 'kube-controller-manager'],
};
