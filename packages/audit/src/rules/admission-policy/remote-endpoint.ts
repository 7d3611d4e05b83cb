import { meansRequest } from '@bulkhead/engine/admission-matching';
import type { ObjectRule, Report } from '../../rule.js';
import { guardsOf, SECRETS, WEBHOOKS } from './guard.js';

export const remoteEndpoint: ObjectRule = {
  id: 'admission-policy/remote-endpoint',
  title: 'Objects are sent out of the cluster',
  severity: 'low',
  gains: 'credentials',
  layer: 'cluster',
  standards: ['MITRE:T1567'],
  description:
    'The webhook is a URL, not a Service: whole objects are sent to a host that the cluster does not run. Worse where Secrets are among them.',
  risk: 'Whoever has the host, its name or its certificate reads what is written to the cluster, and decides on it.',
  remediation: 'Run the webhook in the cluster and name its Service; leave Secrets out of the rules.',
  subject: 'object',
  kinds: WEBHOOKS,
  check: (object, { profile }): readonly Report[] =>
    guardsOf(object).flatMap(({ webhook, requests, title, path }): readonly Report[] => {
      const url = webhook?.clientConfig?.url;
      if (url === undefined) return [];
      const seesSecrets = (['CREATE', 'UPDATE'] as const).some((operation) =>
        meansRequest(requests, SECRETS(operation), profile.minor),
      );
      return [
        {
          fields: [`${path}.clientConfig.url`],
          message: `${title} sends ${seesSecrets ? 'objects, Secrets with them,' : 'objects'} to ${url}`,
          severity: seesSecrets ? 'medium' : 'low',
        },
      ];
    }),
};
