import { manualFix } from '../../fix/fix.js';
import type { ObjectRule, Report } from '../../rule.js';
import { GUARDS, guardedText, guardsOf } from './guard.js';

export const failureIgnored: ObjectRule = {
  id: 'admission-policy/failure-ignored',
  title: 'Let through when the guard fails',
  severity: 'medium',
  gains: 'workload',
  layer: 'cluster',
  standards: ['NSA:admission', 'MITRE:T1562.001'],
  description:
    'A webhook or policy that looks at pods, roles, Secrets or namespaces has `failurePolicy: Ignore`: when it cannot be asked, or its expression fails, the request goes on as if it had agreed. What only adds to objects is noted.',
  risk: 'Whoever makes the endpoint slow or unreachable, by many requests, by deleting its pods or a network policy, gets past it.',
  remediation:
    'Set `failurePolicy: Fail`, run several replicas, and leave out the namespace that it runs in. A ValidatingAdmissionPolicy needs no endpoint.',
  subject: 'object',
  kinds: GUARDS,
  check: (object, { profile }): readonly Report[] =>
    guardsOf(object).flatMap((guard): readonly Report[] => {
      if (!guard.ignoresFailure) return [];
      const guarded = guardedText(guard, profile.minor);
      if (guarded === '') return [];
      const when = guard.isWebhook
        ? `no answer comes within ${guard.webhook?.timeoutSeconds ?? 10} s`
        : 'one of its expressions fails';
      return [
        {
          fields: [`${guard.path}.failurePolicy`],
          message: `${guard.title} lets ${guarded} through when ${when}`,
          fix: manualFix('set failurePolicy to Fail, and leave out the namespace of the webhook'),
          severity: guard.mutates ? 'info' : guard.isWebhook ? 'medium' : 'low',
        },
      ];
    }),
};
