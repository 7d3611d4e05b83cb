/** The kinds that need more than the common rules, by `group/resource`: one file each. */
import type { ServedResource } from '../resource.js';
import type { KindStrategy } from '../strategy.js';
import { certificateSigningRequestStrategy } from './certificate-signing-request.js';
import { daemonSetStrategy } from './daemon-set.js';
import { endpointsStrategy } from './endpoints.js';
import { namespaceStrategy } from './namespace.js';
import { podStrategy } from './pod.js';

const STRATEGIES: ReadonlyMap<string, KindStrategy> = new Map([
  ['/endpoints', endpointsStrategy],
  ['/namespaces', namespaceStrategy],
  ['/nodes', { keepsStatusOnCreate: true }],
  ['/pods', podStrategy],
  ['apps/daemonsets', daemonSetStrategy],
  ['apps/deployments', { resetFields: { status: ['spec', 'metadata.labels'] } }],
  ['certificates.k8s.io/certificatesigningrequests', certificateSigningRequestStrategy],
]);

const COMMON: KindStrategy = {};

export function strategyOf({ group, resource }: ServedResource): KindStrategy {
  return STRATEGIES.get(`${group}/${resource}`) ?? COMMON;
}
