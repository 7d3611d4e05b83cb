/** Source: https://kep.k8s.io/5284 and what each version made of it. */
import type { Kep } from './kep.js';

export const constrainedImpersonation: Kep = {
  kep: 5284,
  title: 'Constrained impersonation: only these users, only these actions',
  gates: ['ConstrainedImpersonation'],
  fields: [],
  configuration: [
    'verbs impersonate:user-info, impersonate:serviceaccount, impersonate:arbitrary-node and impersonate:associated-node on authentication.k8s.io users, groups, uids, userextras, serviceaccounts and nodes',
    'verbs impersonate-on:<mode>:<verb> on the resource of the request',
  ],
  turnOn: [
    {
      minor: 35,
      settings: [
        'a role with impersonate:<mode> on whom, and one with impersonate-on:<mode>:<verb> on what; then take the verb impersonate away',
      ],
    },
  ],
  prerequisites: ['roles with both kinds of verbs; the impersonated user needs the right to the action too'],
  behaviours: [
    { minor: 27, text: 'not there: the verb impersonate gives a user everything that the impersonated user may do' },
    { minor: 35, text: 'alpha, off' },
    { minor: 36, text: 'beta, on; the verb impersonate keeps working as the last mode tried' },
  ],
  notes: [
    'webhook authorizers see the new verbs from the minor in which the gate is on',
    'the group system:masters cannot be impersonated in a constrained mode',
  ],
  mustEnableOn: ['kube-apiserver'],
};
