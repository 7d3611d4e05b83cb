/** What the log and the roles say about each subject, and about each binding. */
import { type Attributes, nodeNameOfUser, type UserInfo } from '@bulkhead/engine/authorization';
import type { IndexedBinding } from '@bulkhead/engine/rbac';
import {
  joinedRules,
  keptRules,
  minimalRules,
  type RulesByNamespace,
  type SuggestedObject,
  suggestedName,
  suggestedObjects,
  type UnusedGrant,
  unusedGrants,
} from '@bulkhead/engine/rbac/least-privilege';
import type { ClusterAccess } from '../../authorization/cluster-access.js';
import { rbacKey } from '../../authorization/rbac-source.js';
import { requesterOf } from '../can/requester.js';
import type { LeastPrivilegeFlags } from './command.js';

export interface SubjectAnswer {
  readonly subject: string;
  /** Different requests in the log. */
  readonly requests: number;
  /** Rules for verbs that no log shows, taken over from the present roles. */
  readonly kept: RulesByNamespace;
  readonly objects: readonly SuggestedObject[];
}

export interface Answer {
  readonly subjects: readonly SubjectAnswer[];
  readonly unused: readonly UnusedGrant[];
  /** Nodes of the log, which have their rights from elsewhere. */
  readonly nodes: readonly string[];
}

export function answerOf(
  access: ClusterAccess,
  requests: readonly Attributes[],
  flags: Pick<LeastPrivilegeFlags, 'as' | 'maxNames'>,
): Answer {
  const bindings = [...access.index.bindings()].filter(({ kind, namespace, name }) =>
    access.rbacSources.has(rbacKey(kind, namespace, name)),
  );
  const bySubject = new Map<string, Attributes[]>();
  const nodes = new Set<string>();
  for (const request of requests) {
    const { name } = request.user;
    if (flags.as === undefined && nodeNameOfUser(request.user) !== undefined) nodes.add(name);
    else if (flags.as === undefined || flags.as === name) {
      const own = bySubject.get(name);
      if (own === undefined) bySubject.set(name, [request]);
      else own.push(request);
    }
  }
  const options = flags.maxNames === undefined ? {} : { maxNames: flags.maxNames };
  const taken = new Set<string>();
  const subjects = [...bySubject]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([subject, own]): SubjectAnswer => {
      const kept = keptRules(bindings, usersOf(own));
      const rules = joinedRules(minimalRules(own, options), kept);
      return {
        subject,
        requests: own.length,
        kept,
        objects: suggestedObjects(subject, freeName(subject, taken), rules),
      };
    });
  const asked =
    flags.as === undefined ? bindings : bindings.filter(isBindingOf(flags.as, usersOf(bySubject.get(flags.as) ?? [])));
  return { subjects, unused: unusedGrants(access.index, asked, requests), nodes: [...nodes].sort() };
}

/** The same user may have been in other groups at other times. */
function usersOf(requests: readonly Attributes[]): readonly UserInfo[] {
  return [...new Map(requests.map(({ user }) => [JSON.stringify(user.groups), user])).values()];
}

/** Who is not in the log is taken to be in the groups that authentication would give. */
function isBindingOf(subject: string, seen: readonly UserInfo[]): (binding: IndexedBinding) => boolean {
  const users = seen.length > 0 ? seen : [requesterOf(subject, undefined)];
  return ({ places }) => users.some((user) => places.some((place) => place?.appliesTo(user) === true));
}

function freeName(subject: string, taken: Set<string>): string {
  const wanted = suggestedName(subject);
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}-${count}`;
  taken.add(name);
  return name;
}
