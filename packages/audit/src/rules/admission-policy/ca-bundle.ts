import type { ObjectRule, Report } from '../../rule.js';
import { guardsOf, WEBHOOKS } from './guard.js';

/** Annotations by which something fills the bundle in. */
const INJECTED: readonly string[] = [
  'cert-manager.io/inject-ca-from',
  'cert-manager.io/inject-ca-from-secret',
  'cert-manager.io/inject-apiserver-ca',
  'certmanager.k8s.io/inject-ca-from',
  'service.beta.openshift.io/inject-cabundle',
];

export const caBundle: ObjectRule = {
  id: 'admission-policy/ca-bundle',
  title: 'A webhook whose certificate nobody can check',
  severity: 'info',
  gains: 'availability',
  isAlwaysUsual: true,
  layer: 'cluster',
  standards: [],
  description:
    'The webhook is a Service and has no `caBundle`: the API server checks its certificate against the authorities of its machine, none of which signs names of Services. Many programs fill the bundle in when they start; an annotation of cert-manager counts.',
  risk: 'Every call fails: with `Fail` nothing is admitted, with `Ignore` nothing is checked.',
  remediation: 'Put the authority into `caBundle`, or let cert-manager inject it.',
  subject: 'object',
  kinds: WEBHOOKS,
  check: (object): readonly Report[] => {
    const { annotations = {} } = object.metadata;
    if (INJECTED.some((key) => Object.hasOwn(annotations, key))) return [];
    return guardsOf(object).flatMap(({ webhook, title, path }) => {
      const { service, caBundle: bundle = '' } = webhook?.clientConfig ?? {};
      // A line feed, base64-encoded, is what charts write to have a field.
      if (service === undefined || (bundle !== '' && bundle !== 'Cg==')) return [];
      return [{ fields: [`${path}.clientConfig.caBundle`], message: `${title} has no caBundle yet` }];
    });
  },
};
