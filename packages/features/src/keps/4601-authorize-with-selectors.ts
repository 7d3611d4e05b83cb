/** Source: https://kep.k8s.io/4601 and what each version made of it. */
import type { Kep } from './kep.js';

export const authorizeWithSelectors: Kep = {
  kep: 4601,
  title: 'Authorization with field and label selectors',
  gates: ['AuthorizeWithSelectors', 'AuthorizeNodeWithSelectors'],
  fields: ['authorization.v1.ResourceAttributes/fieldSelector', 'authorization.v1.ResourceAttributes/labelSelector'],
  configuration: ['CEL authorizer library: fieldSelector() and labelSelector()'],
  turnOn: [{ minor: 31, settings: ['nothing else'] }],
  prerequisites: [
    'AuthorizeNodeWithSelectors needs AuthorizeWithSelectors',
    'webhook authorizers have to read resourceAttributes.fieldSelector and labelSelector',
  ],
  behaviours: [
    { minor: 31, text: 'alpha, off' },
    {
      minor: 32,
      text: 'beta, on: authorizers see the selectors of list, watch and deletecollection; a kubelet reads only its own Node and lists only its own pods',
    },
    { minor: 34, text: 'GA, cannot be switched off' },
  ],
  notes: [
    'agents that use the credential of the kubelet to list all pods or nodes are refused from 1.32 on',
    'RBAC does not look at selectors',
  ],
  mustEnableOn: ['kube-apiserver'],
};
