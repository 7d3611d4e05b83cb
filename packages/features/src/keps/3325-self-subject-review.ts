/** Source: https://kep.k8s.io/3325 and what each version made of it. */
import type { Kep } from './kep.js';

export const selfSubjectReview: Kep = {
  kep: 3325,
  title: 'SelfSubjectReview: who the API server takes me for (kubectl auth whoami)',
  gates: ['APISelfSubjectReview'],
  fields: [
    'authentication.v1.SelfSubjectReview/status',
    'authentication.v1alpha1.SelfSubjectReview/status',
    'authentication.v1beta1.SelfSubjectReview/status',
  ],
  configuration: ['authentication.k8s.io selfsubjectreviews, verb create'],
  turnOn: [
    { minor: 27, settings: ['kube-apiserver --runtime-config=authentication.k8s.io/v1beta1=true'] },
    { minor: 28, settings: ['nothing: kubectl auth whoami asks'] },
  ],
  prerequisites: ['1.27: --runtime-config=authentication.k8s.io/v1beta1=true'],
  behaviours: [
    { minor: 27, text: 'v1beta1, off unless it is asked for; the gate is on' },
    { minor: 28, text: 'v1, on; the gate is locked' },
    { minor: 30, text: 'the gate is gone' },
    { minor: 32, text: 'v1alpha1 is gone' },
    { minor: 33, text: 'v1beta1 is gone' },
  ],
  notes: [
    'every authenticated user may create one, by the ClusterRole system:basic-user',
    'the answer is the user after impersonation',
  ],
  mustEnableOn: ['kube-apiserver'],
};
