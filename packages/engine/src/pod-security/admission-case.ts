/**
 * Requests as the tables of the admission tests make them.
 */
import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import { type RequestContext, validate } from './admission.js';
import type { Attributes, NamespaceLookup } from './attributes.js';
import { DEFAULT_CONFIGURATION, type PodSecurityConfiguration } from './configuration.js';
import { LABEL_PREFIX, type Labels } from './labels.js';
import { podSecurityAdmission } from './pod-security-admission.js';
import type { AdmissionResponse } from './response.js';

export interface AdmissionCase {
  readonly attributes: Partial<Attributes>;
  /** Labels of the namespace, without the prefix. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly lookup?: NamespaceLookup;
  readonly defaults?: Partial<PodSecurityConfiguration['defaults']>;
  readonly exemptions?: Partial<PodSecurityConfiguration['exemptions']>;
  readonly pods?: readonly Pod[];
}

/** The answer of an API server 1.35 to a request to create pod `p` in namespace `ns` by `ann`, but for what is said. */
export function answerTo(request: AdmissionCase): AdmissionResponse {
  const { attributes, labels = {}, defaults, exemptions, pods = [], lookup = { labels: prefixed(labels) } } = request;
  const configuration = {
    defaults: { ...DEFAULT_CONFIGURATION.defaults, ...defaults },
    exemptions: { ...DEFAULT_CONFIGURATION.exemptions, ...exemptions },
  };
  const context: RequestContext = { namespace: lookup, existing: { listPods: () => pods } };
  const admission = podSecurityAdmission(configuration, { minor: 35, enabled: () => false });
  return validate(admission, { ...CREATE_POD, ...attributes }, context);
}

const CREATE_POD: Attributes = {
  operation: 'CREATE',
  group: '',
  resource: 'pods',
  subresource: '',
  name: 'p',
  namespace: 'ns',
  user: { username: 'ann' },
  object: { value: {} },
};

/** Labels with the prefix of Pod Security. */
export function prefixed(values: Readonly<Record<string, string>>): Labels {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [LABEL_PREFIX + key, value]));
}

/** An event as one line: name without prefix, then the values of its labels. */
export function eventsOf({ metrics }: AdmissionResponse): string[] {
  return metrics.map(({ name, labels }) => {
    const short = name.slice('pod_security_'.length).replace('_total', '');
    return [short, ...Object.values(labels)].join(' ').trim();
  });
}
