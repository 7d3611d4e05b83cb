/**
 * Service accounts as users: `system:serviceaccount:<namespace>:<name>`, in the groups `system:serviceaccounts` and
 * `system:serviceaccounts:<namespace>`. A name that only looks like one (a namespace that is no DNS label, a name that
 * is no DNS subdomain, a third colon) is an ordinary user.
 *
 * Source: k8s.io/apiserver/pkg/authentication/serviceaccount/util.go.
 */
import { isDNS1123Label, isDNS1123Subdomain } from './name-syntax.js';

const USERNAME_PREFIX = 'system:serviceaccount:';
const ALL_SERVICE_ACCOUNTS_GROUP = 'system:serviceaccounts';

export interface ServiceAccountName {
  readonly namespace: string;
  readonly name: string;
}

export function serviceAccountUsername(namespace: string, name: string): string {
  return `${USERNAME_PREFIX}${namespace}:${name}`;
}

/** The two groups of every service account of the namespace. */
export function serviceAccountGroups(namespace: string): readonly string[] {
  return [ALL_SERVICE_ACCOUNTS_GROUP, `${ALL_SERVICE_ACCOUNTS_GROUP}:${namespace}`];
}

/** The service account that a user name stands for; undefined for every other user. */
export function splitServiceAccountUsername(username: string): ServiceAccountName | undefined {
  if (!username.startsWith(USERNAME_PREFIX)) return undefined;
  const parts = username.slice(USERNAME_PREFIX.length).split(':');
  const [namespace, name] = parts;
  if (parts.length !== 2 || namespace === undefined || name === undefined) return undefined;
  return isDNS1123Label(namespace) && isDNS1123Subdomain(name) ? { namespace, name } : undefined;
}
