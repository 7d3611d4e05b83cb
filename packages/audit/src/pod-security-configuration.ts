/** The PodSecurity plugin's configuration as commands are given it: a file of its kind, or a part of our own. */

import { type Minor, NEWEST_MINOR } from '@bulkhead/apimachinery';
import {
  DEFAULT_CONFIGURATION,
  decodeAdmissionConfiguration,
  decodeConfiguration,
  type PodSecurityConfiguration,
  startupError,
} from '@bulkhead/engine/pod-security';

export type PodSecurityConfigurationResult = PodSecurityConfiguration | { readonly problem: string };

/** From a PodSecurityConfiguration or an AdmissionConfiguration that holds one; the default for undefined. */
export function podSecurityConfigurationOf(
  document: unknown,
  minor: Minor = NEWEST_MINOR,
): PodSecurityConfigurationResult {
  if (document === undefined) return DEFAULT_CONFIGURATION;
  let inner: unknown = document;
  if (isAdmissionConfiguration(document)) {
    const plugin = decodeAdmissionConfiguration(document, { minor });
    if ('error' in plugin) return { problem: plugin.error };
    if (plugin.value.kind === 'file')
      return { problem: `the configuration is in another file: give ${plugin.value.path} itself` };
    if (plugin.value.kind === 'none') return DEFAULT_CONFIGURATION;
    inner = plugin.value.document;
  }
  const decoded = decodeConfiguration(inner, { minor });
  if ('error' in decoded) return { problem: decoded.error };
  const problem = startupError(decoded.value, minor);
  return problem === undefined ? decoded.value : { problem };
}

/** The `podSecurity` part of an audit configuration, which leaves its apiVersion and kind away. */
export const podSecurityConfigurationOfPart = (
  part: Readonly<Record<string, unknown>> | undefined,
): PodSecurityConfigurationResult =>
  podSecurityConfigurationOf(
    part === undefined
      ? undefined
      : { apiVersion: 'pod-security.admission.config.k8s.io/v1', kind: 'PodSecurityConfiguration', ...part },
  );

const isAdmissionConfiguration = (document: unknown): document is object =>
  typeof document === 'object' && document !== null && 'kind' in document && document.kind === 'AdmissionConfiguration';
