import type { ObjectRule, Report } from '../../rule.js';
import { guardsOf, WEBHOOKS } from './guard.js';

/** What the API server waits when nothing is written. */
const USUAL_SECONDS = 10;

export const slowWebhook: ObjectRule = {
  id: 'admission-policy/slow-webhook',
  title: 'Requests wait long for a webhook',
  severity: 'info',
  gains: 'availability',
  isAlwaysUsual: true,
  layer: 'cluster',
  standards: [],
  description:
    'The webhook may take more than ten seconds. Mutating webhooks are asked one after the other, and all share the time of the request.',
  risk: 'When it hangs, requests pile up in the API server, and clients give up.',
  remediation: 'Set `timeoutSeconds` to what the webhook needs on a bad day: 1 to 5.',
  subject: 'object',
  kinds: WEBHOOKS,
  check: (object): readonly Report[] =>
    guardsOf(object).flatMap(({ webhook, title, path }) => {
      const seconds = webhook?.timeoutSeconds ?? USUAL_SECONDS;
      if (seconds <= USUAL_SECONDS) return [];
      return [{ fields: [`${path}.timeoutSeconds`], message: `each request waits up to ${seconds} s for ${title}` }];
    }),
};
