import type { Probe } from '@bulkhead/apimachinery/types/core-v1';
import type { WorkloadRule } from '../../rule.js';

const HANDLERS = ['httpGet', 'tcpSocket', 'grpc', 'exec'] as const;

export const sameCheck: WorkloadRule = {
  id: 'probe/same-check',
  title: 'Restarted for what should only take it out of service',
  severity: 'info',
  gains: 'availability',
  isAlwaysUsual: true,
  layer: 'container',
  standards: [],
  description:
    'Liveness and readiness ask the same question and give up equally soon. A container that is not ready for a moment is restarted for it.',
  risk: 'Under load, or when a dependency is away, all replicas are restarted at once.',
  remediation: 'Let liveness ask less, or fail later (`failureThreshold`).',
  subject: 'workload',
  check: (workload) => {
    const fields: string[] = [];
    const names: string[] = [];
    for (const [index, { name = '', livenessProbe, readinessProbe }] of (
      workload.pod.spec?.containers ?? []
    ).entries()) {
      if (livenessProbe === undefined || readinessProbe === undefined) continue;
      if (failsAfter(livenessProbe) > failsAfter(readinessProbe) || !asksTheSame(livenessProbe, readinessProbe))
        continue;
      fields.push(workload.path(`spec.containers[${index}].livenessProbe`));
      names.push(JSON.stringify(name));
    }
    if (fields.length === 0) return undefined;
    const who = `${names.length === 1 ? 'container' : 'containers'} ${names.join(', ')}`;
    return { fields, message: `liveness of ${who} asks what readiness asks, and gives up as soon` };
  },
};

/** Seconds from the first failure to the last one that counts, with the API server's defaults. */
const failsAfter = ({ periodSeconds = 10, failureThreshold = 3 }: Probe): number => periodSeconds * failureThreshold;

const asksTheSame = (one: Probe, other: Probe): boolean =>
  HANDLERS.every((handler) => JSON.stringify(one[handler]) === JSON.stringify(other[handler]));
