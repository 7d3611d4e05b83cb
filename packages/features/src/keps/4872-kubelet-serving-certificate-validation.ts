/** Source: https://kep.k8s.io/4872 and what each version made of it. */
import type { Kep } from './kep.js';

export const kubeletServingCertificateValidation: Kep = {
  kep: 4872,
  title: 'The API server checks the name in the serving certificate of a kubelet',
  gates: ['KubeletCertCNValidation'],
  fields: [],
  configuration: [
    'kube-apiserver --enable-kubelet-cert-cn-validation',
    'kube-apiserver --kubelet-certificate-authority',
  ],
  turnOn: [
    {
      minor: 37,
      settings: ['kube-apiserver --kubelet-certificate-authority=FILE and --enable-kubelet-cert-cn-validation'],
    },
  ],
  prerequisites: [
    'serving certificates with the common name system:node:<node name>, as the signer kubernetes.io/kubelet-serving issues them',
  ],
  behaviours: [
    {
      minor: 27,
      text: 'not there in any version up to 1.36: the API server checks the address in the certificate, not the node, so that a node that takes over the address of another one is believed',
    },
    { minor: 37, text: 'planned: alpha' },
  ],
  notes: [
    'the gate and the flag are unknown to every version up to 1.36: setting them stops the server',
    'planned: beta in 1.38, stable in 1.39',
  ],
  mustEnableOn: ['kube-apiserver'],
};
