/** The configuration of Pod Security, if the input holds that of the API server. */
import type { Minor } from '@bulkhead/apimachinery';
import {
  DEFAULT_CONFIGURATION,
  defaultPolicyOf,
  type Level,
  type PodSecurityConfiguration,
} from '@bulkhead/engine/pod-security';
import { read, text } from '../audit-object.js';
import { podSecurityConfigurationOf } from '../pod-security-configuration.js';
import type { InputProblem } from './cluster-facts.js';

export interface PodSecurityInput {
  readonly configuration: PodSecurityConfiguration;
  readonly problems: readonly InputProblem[];
}

export const POD_SECURITY_KINDS: ReadonlySet<string> = new Set(['PodSecurityConfiguration', 'AdmissionConfiguration']);

/** Of several documents the one that is the configuration itself counts, then the first. */
export function podSecurityOf(documents: readonly unknown[], minor: Minor): PodSecurityInput {
  const own = documents.filter((document) => text(read(document, 'kind')) === 'PodSecurityConfiguration');
  const [document, ...others] = own.length > 0 ? own : documents;
  const configuration = podSecurityConfigurationOf(document, minor);
  const problem = (message: string): InputProblem => ({
    kind: text(read(document, 'kind')),
    namespace: '',
    name: '',
    fieldPath: '',
    message,
  });
  if ('problem' in configuration) {
    const message = `Pod Security is taken as it is without a configuration: ${configuration.problem}`;
    return { configuration: DEFAULT_CONFIGURATION, problems: [problem(message)] };
  }
  const more = 'an API server has one configuration of Pod Security: the first of the input counts';
  return { configuration, problems: others.length > 0 ? [problem(more)] : [] };
}

/** What holds in a namespace without an enforce label. */
export const defaultLevelOf = (configuration: PodSecurityConfiguration): Level =>
  defaultPolicyOf(configuration).enforce.level;
