import { meansRequest } from '@bulkhead/engine/admission-matching';
import type { ObjectRule, Report } from '../../rule.js';
import { guardsOf, PODS } from './guard.js';

export const notReinvoked: ObjectRule = {
  id: 'admission-policy/not-reinvoked',
  title: 'Does not see what later webhooks add',
  severity: 'info',
  gains: 'workload',
  isAlwaysUsual: true,
  layer: 'cluster',
  standards: [],
  description:
    'A mutating webhook of pods has `reinvocationPolicy: Never`, which is the default. Containers that webhooks with a later name add do not go through it.',
  risk: 'What it sets on containers, a security context or an image, is missing on the injected ones.',
  remediation: 'Set `reinvocationPolicy: IfNeeded`, and check with a validating policy what must hold in the end.',
  subject: 'object',
  kinds: new Set(['MutatingWebhookConfiguration']),
  check: (object, { profile }): readonly Report[] =>
    guardsOf(object).flatMap(({ webhook, requests, title, path }) => {
      const isAgain = webhook?.reinvocationPolicy === 'IfNeeded';
      if (isAgain || !meansRequest(requests, PODS('CREATE'), profile.minor)) return [];
      return [
        { fields: [`${path}.reinvocationPolicy`], message: `${title} does not see containers that later webhooks add` },
      ];
    }),
};
