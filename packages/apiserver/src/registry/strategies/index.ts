/** The kinds that need more than the common rules, by `group/resource`: one file each. */
import type { ServedResource } from '../resource.js';
import type { KindStrategy } from '../strategy.js';
import { namespaceStrategy } from './namespace.js';
import { podStrategy } from './pod.js';

const STRATEGIES: ReadonlyMap<string, KindStrategy> = new Map([
  ['/namespaces', namespaceStrategy],
  ['/nodes', { keepsStatusOnCreate: true }],
  ['/pods', podStrategy],
]);

const COMMON: KindStrategy = {};

export function strategyOf({ group, resource }: ServedResource): KindStrategy {
  return STRATEGIES.get(`${group}/${resource}`) ?? COMMON;
}
