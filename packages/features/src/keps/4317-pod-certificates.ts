/** Source: https://kep.k8s.io/4317 and what each version made of it. */
import type { Kep } from './kep.js';

export const podCertificates: Kep = {
  kep: 4317,
  title: 'Pod certificates: X.509 identity of a pod, requested and renewed by its kubelet',
  gates: ['PodCertificateRequest', 'ClusterTrustBundle', 'ClusterTrustBundleProjection'],
  fields: ['core.v1.VolumeProjection/podCertificate', 'core.v1.VolumeProjection/clusterTrustBundle'],
  configuration: [
    'certificates.k8s.io podcertificaterequests',
    '1.34: --runtime-config=certificates.k8s.io/v1alpha1=true; 1.35 and 1.36: the same with v1beta1',
  ],
  turnOn: [
    {
      minor: 34,
      settings: [
        'kube-apiserver --runtime-config=certificates.k8s.io/v1alpha1=true',
        'a projected volume with podCertificate: its signerName and keyType',
      ],
    },
    {
      minor: 35,
      settings: [
        'kube-apiserver --runtime-config=certificates.k8s.io/v1beta1=true',
        'a projected volume with podCertificate: its signerName and keyType',
      ],
    },
  ],
  prerequisites: [
    'AuthorizeNodeWithSelectors is on',
    'the Node authorizer and the admission plugin NodeRestriction',
    'a signer: a controller that watches the requests for its signerName; kube-controller-manager cleans up only',
  ],
  behaviours: [
    { minor: 34, text: 'alpha, off; v1alpha1' },
    { minor: 35, text: 'beta, off; v1beta1 with user annotations; v1alpha1 is gone' },
    { minor: 36, text: 'beta, off; kubelets send a stub PKCS#10 request instead of a public key with proof' },
  ],
  notes: [
    'the API version has to be served as well: the gate alone does nothing',
    'an API server whose gate is off drops podCertificate from the projected volumes of new pods',
    'a signer that must serve kubelets before 1.36 has to take both forms of request',
  ],
  mustEnableOn: ['kube-apiserver', 'kube-controller-manager', 'kubelet'],
};
