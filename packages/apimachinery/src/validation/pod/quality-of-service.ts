/**
 * The class that decides who is evicted first when a node runs short.
 *
 * Source: pkg/apis/core/v1/helper/qos/qos.go.
 */

import type { PodSpec, ResourceRequirements } from '../../generated/types/core-v1.js';
import { parseQuantity } from '../../quantity/index.js';

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

function amount(quantity: string | number | undefined): bigint {
  return quantity === undefined ? 0n : (parseQuantity(String(quantity))?.nano ?? 0n);
}
