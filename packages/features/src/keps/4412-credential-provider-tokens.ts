/** Source: https://kep.k8s.io/4412 and what each version made of it. */
import type { Kep } from './kep.js';

export const credentialProviderTokens: Kep = {
  kep: 4412,
  title: 'Image credential providers with the service account token of the pod',
  gates: ['KubeletServiceAccountTokenForCredentialProviders', 'ServiceAccountNodeAudienceRestriction'],
  fields: [],
  configuration: [
    'CredentialProviderConfig (kubelet.config.k8s.io/v1) providers[].tokenAttributes: serviceAccountTokenAudience, cacheType, requireServiceAccount, requiredServiceAccountAnnotationKeys, optionalServiceAccountAnnotationKeys',
    'verb request-serviceaccounts-token-audience on the audience as resource',
  ],
  turnOn: [
    {
      minor: 33,
      settings: [
        'CredentialProviderConfig providers[].tokenAttributes: serviceAccountTokenAudience and requireServiceAccount; the kubelet reads it by --image-credential-provider-config',
        'a ClusterRole with the verb request-serviceaccounts-token-audience on the audience, bound to the group system:nodes',
      ],
    },
    {
      minor: 34,
      settings: [
        'CredentialProviderConfig providers[].tokenAttributes: serviceAccountTokenAudience, cacheType and requireServiceAccount; the kubelet reads it by --image-credential-provider-config',
        'a ClusterRole with the verb request-serviceaccounts-token-audience on the audience, bound to the group system:nodes',
      ],
    },
  ],
  prerequisites: [
    'nodes may ask for the audience: a rule with the verb request-serviceaccounts-token-audience, bound to system:nodes',
    'a credential provider plugin that speaks credentialprovider.kubelet.k8s.io/v1',
  ],
  behaviours: [
    { minor: 27, text: 'not there: providers act with the identity of the node' },
    { minor: 32, text: 'the restriction of audiences of nodes exists, off' },
    { minor: 33, text: 'alpha, off; nodes may only ask for audiences that their pods use or that they are granted' },
    { minor: 34, text: 'beta, on; cacheType is Token or ServiceAccount' },
  ],
  notes: ['the Node authorizer and the default roles of kube-apiserver ask the first gate as well as the kubelet'],
  mustEnableOn: ['kubelet', 'kube-apiserver'],
};
