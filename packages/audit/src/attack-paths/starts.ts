/** Where attacks begin: who is named by the user, or everything that an attacker may get hold of first. */
import {
  ALL_AUTHENTICATED,
  ALL_UNAUTHENTICATED,
  ANONYMOUS,
  splitServiceAccountUsername,
} from '@bulkhead/engine/authorization';
import { type ClusterFacts, isGiven } from './cluster-facts.js';
import { type Foothold, foothold } from './foothold.js';
import { workloadFoothold } from './steps/workload-steps.js';

/** Default groups that reach far beyond the control plane. */
const OPEN_GROUPS = /^system:(?:authenticated|unauthenticated|serviceaccounts)(?::|$)/;

/**
 * The anonymous user, whoever is authenticated, every workload, and every subject that bindings of the input name.
 * Subjects of the version's own bindings are the control plane's.
 */
export function defaultStarts(facts: ClusterFacts): readonly Foothold[] {
  const starts = new Map<string, Foothold>();
  const add = (start: Foothold): void => {
    starts.set(start.key, start);
  };
  add(foothold('user', '', ANONYMOUS));
  add(foothold('group', '', ALL_AUTHENTICATED));
  for (const workload of facts.workloads) add(workloadFoothold(workload));
  const addIdentity = (isGroup: boolean, identity: string): void => {
    const start = identityFoothold(isGroup, identity);
    if (start !== undefined && !isControlPlane(start)) add(start);
  };
  const users = new Set<string>();
  const groups = new Set<string>();
  for (const binding of facts.index.bindings()) {
    if (!isGiven(facts, binding)) continue;
    for (const { kind, identity } of binding.subjects) (kind === 'Group' ? groups : users).add(identity);
  }
  for (const identity of users) addIdentity(false, identity);
  for (const identity of groups) addIdentity(true, identity);
  return [...starts.values()];
}

function identityFoothold(isGroup: boolean, identity: string): Foothold | undefined {
  if (identity === '') return undefined;
  if (isGroup) {
    // Its rights are the anonymous user's, who is there already.
    return identity === ALL_UNAUTHENTICATED ? undefined : foothold('group', '', identity);
  }
  const account = splitServiceAccountUsername(identity);
  return account === undefined
    ? foothold('user', '', identity)
    : foothold('serviceAccount', account.namespace, account.name);
}

const isControlPlane = ({ kind, name }: Foothold): boolean =>
  kind !== 'serviceAccount' && name.startsWith('system:') && name !== ANONYMOUS && !OPEN_GROUPS.test(name);

/**
 * `anonymous`, `user:NAME`, `group:NAME`, `serviceaccount:NAMESPACE/NAME`, or a workload `KIND:NAMESPACE/NAME`; undefined
 * for anything else.
 */
export function parseStart(text: string): Foothold | undefined {
  if (text === 'anonymous') return foothold('user', '', ANONYMOUS);
  const match = /^([A-Za-z]+):(.+)$/.exec(text);
  if (match === null) return undefined;
  const [, written = '', rest = ''] = match;
  const kind = written.toLowerCase();
  if (kind === 'user') return identityFoothold(false, rest);
  if (kind === 'group') return foothold('group', '', rest);
  const [namespace = '', name = '', ...others] = rest.split('/');
  if (namespace === '' || name === '' || others.length > 0) return undefined;
  if (kind === 'serviceaccount' || kind === 'sa') return foothold('serviceAccount', namespace, name);
  const workload = WORKLOAD_KINDS.find((known) => known.toLowerCase() === kind);
  return workload === undefined ? undefined : foothold('workload', namespace, `${workload}/${name}`);
}

const WORKLOAD_KINDS: readonly string[] = [
  'Pod',
  'Deployment',
  'DaemonSet',
  'StatefulSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
];
