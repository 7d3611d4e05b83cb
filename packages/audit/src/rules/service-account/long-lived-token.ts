import { tokenSecretOf } from '@bulkhead/engine/service-account-tokens';
import { manualFix } from '../../fix/fix.js';
import type { ObjectRule } from '../../rule.js';

export const longLivedToken: ObjectRule = {
  id: 'service-account/long-lived-token',
  title: 'Service account token that never ends',
  severity: 'medium',
  gains: 'credentials',
  layer: 'cluster',
  standards: ['NSA:service-accounts', 'MITRE:T1528', 'MITRE:T1552.007'],
  description:
    'A Secret of type kubernetes.io/service-account-token holds a token that is bound to no pod, has no audience and no end. Since 1.24 none is made by itself.',
  risk: 'Whoever reads the Secret once, in the cluster, in a backup or in a repository, is the service account until the Secret is deleted.',
  remediation:
    'Take tokens that end: a projected volume in pods, `kubectl create token` for people, an issuer of the own for machines outside. Then delete the Secret.',
  subject: 'object',
  kinds: new Set(['Secret']),
  check: ({ identity, object, metadata }) => {
    if (identity.apiVersion !== 'v1') return undefined;
    const token = tokenSecretOf(object);
    // What the API server refuses already is about to be deleted.
    if (token === undefined || token.isMarkedInvalid) return undefined;
    // In a cluster it always stands in the Secret; in a manifest somebody has put it there.
    const isWritten = token.holdsToken && metadata.uid === undefined;
    const account =
      token.serviceAccount === '' ? 'a service account' : `service account ${JSON.stringify(token.serviceAccount)}`;
    return {
      fields: [isWritten ? 'data.token' : 'type'],
      message: `a token of ${account} that never ends${isWritten ? ' stands in the manifest' : ' is kept in this Secret'}`,
      ...(isWritten ? { severity: 'high' as const } : {}),
      fix: manualFix('use tokens that end, and delete the Secret'),
    };
  },
};
