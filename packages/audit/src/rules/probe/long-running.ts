/** Containers that serve something for as long as their pod lives. */
import type { Container } from '@bulkhead/apimachinery/types/core-v1';
import type { Report } from '../../rule.js';
import type { Workload } from '../../workload.js';

const KINDS: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
]);

/** Jobs and pods that end are none. */
export function isLongRunning({ source, pod }: Workload): boolean {
  const { kind } = source.identity;
  return KINDS.has(kind) || (kind === 'Pod' && (pod.spec?.restartPolicy ?? 'Always') === 'Always');
}

/** One report of the containers with ports that lack the probe. */
export function lackingProbe(
  workload: Workload,
  probe: 'livenessProbe' | 'readinessProbe',
  consequence: string,
): Report | undefined {
  if (!isLongRunning(workload)) return undefined;
  const fields: string[] = [];
  const names: string[] = [];
  for (const [index, container] of (workload.pod.spec?.containers ?? []).entries()) {
    if (!serves(container) || container[probe] !== undefined) continue;
    fields.push(workload.path(`spec.containers[${index}].${probe}`));
    names.push(JSON.stringify(container.name ?? ''));
  }
  if (fields.length === 0) return undefined;
  const who = `${names.length === 1 ? 'container' : 'containers'} ${names.join(', ')}`;
  return { fields, message: `${who} ${names.length === 1 ? 'has' : 'have'} ports and no ${probe}: ${consequence}` };
}

const serves = ({ ports }: Container): boolean => (ports?.length ?? 0) > 0;
