/**
 * The counters of Pod Security, as events that the caller adds up.
 *
 * Source: k8s.io/pod-security-admission/metrics/metrics.go. Stability level ALPHA.
 */
import type { Minor } from '@bulkhead/apimachinery';
import type { Attributes } from './attributes.js';
import { LATEST, type LevelVersion, minorOf } from './level-version.js';

export type Mode = 'enforce' | 'audit' | 'warn';

/** One more on the counter of that name with those labels. */
export interface MetricEvent {
  readonly name: 'pod_security_evaluations_total' | 'pod_security_exemptions_total' | 'pod_security_errors_total';
  readonly labels: Readonly<Record<string, string>>;
}

/** Names, help texts and labels of the counters. */
export const METRICS: readonly {
  readonly name: MetricEvent['name'];
  readonly help: string;
  readonly labels: readonly string[];
}[] = [
  {
    name: 'pod_security_evaluations_total',
    help: 'Number of policy evaluations that occurred, not counting ignored or exempt requests.',
    labels: ['decision', 'policy_level', 'policy_version', 'mode', 'request_operation', 'resource', 'subresource'],
  },
  {
    name: 'pod_security_exemptions_total',
    help: 'Number of exempt requests, not counting ignored or out of scope requests.',
    labels: ['request_operation', 'resource', 'subresource'],
  },
  {
    name: 'pod_security_errors_total',
    help: 'Number of errors preventing normal evaluation. Non-fatal errors may result in the latest restricted profile being used for evaluation.',
    labels: ['fatal', 'request_operation', 'resource', 'subresource'],
  },
];

export function evaluationEvent(
  decision: 'allow' | 'deny',
  levelVersion: LevelVersion,
  mode: Mode,
  attributes: Attributes,
  serverVersion: Minor,
): MetricEvent {
  return {
    name: 'pod_security_evaluations_total',
    labels: {
      decision,
      policy_level: levelVersion.level,
      policy_version: versionLabel(levelVersion, serverVersion),
      mode,
      ...requestLabels(attributes),
    },
  };
}

export function exemptionEvent(attributes: Attributes): MetricEvent {
  return { name: 'pod_security_exemptions_total', labels: requestLabels(attributes) };
}

export function errorEvent(isFatal: boolean, attributes: Attributes): MetricEvent {
  return { name: 'pod_security_errors_total', labels: { fatal: String(isFatal), ...requestLabels(attributes) } };
}

/** Versions that users may write without end would make counters without end, so newer ones share a label. */
function versionLabel({ level, version }: LevelVersion, serverVersion: Minor): string {
  if (level === 'privileged' || version === LATEST) return LATEST;
  return minorOf(version) <= serverVersion ? version : 'future';
}

function requestLabels({ operation, group, resource, subresource }: Attributes): Record<string, string> {
  return { request_operation: operation.toLowerCase(), resource: resourceLabel(group, resource), subresource };
}

function resourceLabel(group: string, resource: string): string {
  if (group === '' && resource === 'pods') return 'pod';
  return group === '' && resource === 'namespaces' ? 'namespace' : 'controller';
}
