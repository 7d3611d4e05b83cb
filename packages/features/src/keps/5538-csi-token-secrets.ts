/** Source: https://kep.k8s.io/5538 and what each version made of it. */
import type { Kep } from './kep.js';

export const csiTokenSecrets: Kep = {
  kep: 5538,
  title: 'CSI drivers get service account tokens as secrets, not as volume attributes',
  gates: ['CSIServiceAccountTokenSecrets'],
  fields: ['storage.v1.CSIDriverSpec/serviceAccountTokenInSecrets', 'storage.v1.CSIDriverSpec/tokenRequests'],
  configuration: [],
  turnOn: [
    {
      minor: 35,
      settings: [
        'CSIDriver spec.serviceAccountTokenInSecrets: true, once the driver on every node reads the tokens from the secrets',
      ],
    },
  ],
  prerequisites: [
    'CSIDriver spec.tokenRequests is set',
    'a driver that reads secrets["csi.storage.k8s.io/serviceAccount.tokens"]',
  ],
  behaviours: [
    { minor: 27, text: 'not there: tokens stand in the volume context, which drivers and sidecars tend to log' },
    { minor: 35, text: 'beta, on; a CSIDriver with tokenRequests and without the field draws a warning' },
    { minor: 36, text: 'GA, cannot be switched off' },
  ],
  notes: [
    'the kubelet follows the field and does not ask the gate; with the gate off the API server drops the field',
    'the field without tokenRequests is refused',
  ],
  mustEnableOn: ['kube-apiserver', 'kubelet'],
};
