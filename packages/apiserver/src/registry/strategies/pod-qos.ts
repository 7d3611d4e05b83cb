/**
 * The class that decides who is evicted first when a node runs short.
 *
 * Source: pkg/apis/core/v1/helper/qos/qos.go.
 */

import { parseQuantity } from '@bulkhead/apimachinery/quantity';
import type { PodSpec, ResourceRequirements } from '@bulkhead/apimachinery/types/core-v1';

const COMPUTE = ['cpu', 'memory'] as const;

export function podQualityOfService(spec: PodSpec): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  const all = spec.resources === undefined ? containers.map(({ resources }) => resources ?? {}) : [spec.resources];
  if (!all.some((resources) => COMPUTE.some((name) => isPositive(resources, name)))) return 'BestEffort';
  return all.every((resources) => COMPUTE.every((name) => isFixed(resources, name))) ? 'Guaranteed' : 'Burstable';
}

function isPositive({ requests, limits }: ResourceRequirements, name: string): boolean {
  return amount(requests?.[name]) > 0n || amount(limits?.[name]) > 0n;
}

/** A limit, and a request that is the same or left out. */
function isFixed({ requests, limits }: ResourceRequirements, name: string): boolean {
  const limit = amount(limits?.[name]);
  const request = requests?.[name];
  return limit > 0n && (request === undefined || amount(request) === limit);
}

function amount(quantity: unknown): bigint {
  if (quantity === undefined) return 0n;
  const parsed = parseQuantity(String(quantity));
  return parsed?.nano ?? 0n;
}
