/** How bad it is to be whom some rules let their holder be. */
import { SYSTEM_PRIVILEGED_GROUP } from '../../authorization/user-info.js';
import type { IdentityRights } from './identity-rights.js';
import { hasName, isEmptySet } from './name-set.js';

export type ImpersonationTier = 'critical' | 'high' | 'medium' | 'low';

/** Who is as good as cluster-admin. */
export interface PowerfulSubjects {
  readonly users: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  /** `namespace/name` */
  readonly serviceAccounts: ReadonlySet<string>;
}

/** What every cluster has, or kubeadm makes: the controller manager issues tokens of every service account. */
export const ALWAYS_POWERFUL: PowerfulSubjects = {
  users: new Set(['system:kube-controller-manager']),
  groups: new Set([SYSTEM_PRIVILEGED_GROUP, 'kubeadm:cluster-admins']),
  serviceAccounts: new Set(),
};

/** Where the service accounts of controllers are. */
const SYSTEM_NAMESPACE = 'kube-system';

/** A group is taken on together with a user or a service account only; `canBeUser` says whether there is one elsewhere. */
export function impersonationTier(
  scope: string,
  rights: IdentityRights,
  powerful: PowerfulSubjects,
  canBeUser = false,
): ImpersonationTier {
  const { users, groups, serviceAccounts, nodes, extras, everyExtra } = rights;
  const accounts = scope === '' ? [...powerful.serviceAccounts] : inNamespace(powerful.serviceAccounts, scope);
  if (serviceAccounts === 'any' && (scope === '' || scope === SYSTEM_NAMESPACE)) return 'critical';
  if (accounts.some((account) => hasName(serviceAccounts, account.slice(account.indexOf('/') + 1)))) return 'critical';
  const isSomebody = canBeUser || !isEmptySet(users) || !isEmptySet(serviceAccounts);
  if (isSomebody && [...powerful.groups].some((group) => hasName(groups, group))) return 'critical';
  if ([...powerful.users].some((user) => hasName(users, user))) return 'critical';
  if (!isEmptySet(nodes)) return 'high';
  if (serviceAccounts === 'any') return 'medium';
  if (isSomebody && (extras.size > 0 || !isEmptySet(everyExtra))) return 'medium';
  return 'low';
}

const inNamespace = (accounts: ReadonlySet<string>, namespace: string): readonly string[] =>
  [...accounts].filter((account) => account.startsWith(`${namespace}/`));
