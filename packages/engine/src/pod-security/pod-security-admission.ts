/**
 * Pod Security as one API server runs it: its configuration and the checks of its release.
 */
import type { Minor, VersionProfile } from '@bulkhead/apimachinery';
import { defaultPolicyOf, type PodSecurityConfiguration } from './configuration.js';
import { type EvaluatorOptions, evaluatorFor, PodSecurityEvaluator } from './evaluator.js';
import type { Policy } from './level-version.js';

export interface PodSecurityAdmission {
  readonly configuration: PodSecurityConfiguration;
  /** The policy of namespaces without labels. */
  readonly defaultPolicy: Policy;
  readonly evaluator: PodSecurityEvaluator;
  /** The server's own version: it decides how errors are printed and which policy versions are of the future. */
  readonly minor: Minor;
}

export function podSecurityAdmission(
  configuration: PodSecurityConfiguration,
  profile: VersionProfile,
  options?: EvaluatorOptions,
): PodSecurityAdmission {
  return {
    configuration,
    defaultPolicy: defaultPolicyOf(configuration),
    evaluator: options === undefined ? evaluatorFor(profile) : new PodSecurityEvaluator(profile, options),
    minor: options?.codeVersion ?? profile.minor,
  };
}
