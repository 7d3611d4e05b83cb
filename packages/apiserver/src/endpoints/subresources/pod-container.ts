/** Which container of a pod a stream is about. Source: pkg/registry/core/pod/strategy.go. */
import type { PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import { badRequest } from '../../registry/failures.js';
import type { KubeObject } from '../../registry/kube-object.js';

/** The container that was asked for, or the only one; throws the refusal. */
export function streamedContainer(pod: KubeObject, asked: string): string {
  const { containers = [], initContainers = [], ephemeralContainers = [] }: PodSpec = pod['spec'] ?? {};
  const podName = pod.metadata.name ?? '';
  const names = [...initContainers, ...containers, ...ephemeralContainers].map(({ name = '' }) => name);
  if (asked !== '') {
    if (names.includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${podName}`);
  }
  const [only] = containers;
  if (containers.length === 1 && only?.name !== undefined) return only.name;
  const choice = containers.length === 0 ? '' : `, choose one of: [${names.join(' ')}]`;
  throw badRequest(`a container name must be specified for pod ${podName}${choice}`);
}
