/** What the log and the roles say about each subject, and about each binding. */
import { type Attributes, nodeNameOfUser, type UserInfo } from '@bulkhead/engine/authorization';
import type { IndexedBinding } from '@bulkhead/engine/rbac';
import {
  type HandedOut,
  isHeldUnnamed,
  joinedRules,
  keptRules,
  minimalRules,
  type RoleWrite,
  type RulesByNamespace,
  rulesBeyond,
  rulesToHandOut,
  type SuggestedObject,
  suggestedName,
  suggestedObjects,
  type UnusedGrant,
  unusedGrants,
} from '@bulkhead/engine/rbac/least-privilege';
import type { ClusterAccess } from '../../authorization/cluster-access.js';
import { rbacKey } from '../../authorization/rbac-source.js';
import { requesterOf } from '../can/requester.js';
import type { AuditLog } from './audit-log.js';
import type { LeastPrivilegeFlags } from './command.js';

export interface SubjectAnswer {
  readonly subject: string;
  /** Different requests in the log. */
  readonly requests: number;
  /** Rules for verbs that no log shows, taken over from the present roles. */
  readonly kept: RulesByNamespace;
  /** What it takes to hand out the roles and bindings that were written. */
  readonly handedOut: HandedOut;
  /** What no role of the input gives now. */
  readonly beyond: RulesByNamespace;
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
  { requests, writes }: Pick<AuditLog, 'requests' | 'writes'>,
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
  const taken = new Set<string>();
  const written = writesBySubject(access, writes);
  const subjects = [...bySubject]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([subject, own]): SubjectAnswer => {
      const name = freeName(subject, taken);
      return subjectAnswer(
        { access, bindings, subject, own, written: written.get(subject) ?? [], name },
        flags.maxNames,
      );
    });
  const asked =
    flags.as === undefined ? bindings : bindings.filter(isBindingOf(flags.as, usersOf(bySubject.get(flags.as) ?? [])));
  return { subjects, unused: unusedGrants(access.index, asked, requests), nodes: [...nodes].sort() };
}

interface OneSubject {
  readonly access: ClusterAccess;
  readonly bindings: readonly IndexedBinding[];
  readonly subject: string;
  readonly own: readonly Attributes[];
  readonly written: readonly RoleWrite[];
  /** Of the suggested roles. */
  readonly name: string;
}

function subjectAnswer(one: OneSubject, maxNames: number | undefined): SubjectAnswer {
  const { subject, own, name } = one;
  const { index } = one.access;
  const users = usersOf(own);
  const options =
    maxNames === undefined
      ? { mayLoseNames: (request: Attributes) => isHeldUnnamed(index, users, request) }
      : { maxNames };
  const kept = keptRules(one.bindings, users);
  const used = joinedRules(minimalRules(own, options), kept);
  const handedOut = rulesToHandOut(index, one.written, used);
  const rules = joinedRules(used, handedOut.rules);
  const objects = suggestedObjects(subject, name, rules);
  return { subject, requests: own.length, kept, handedOut, beyond: rulesBeyond(index, users, rules), objects };
}

/** What the log does not hold, since its level is Metadata, is taken to be as it stands in the input. */
function writesBySubject(
  { rbacSources }: ClusterAccess,
  writes: readonly RoleWrite[],
): ReadonlyMap<string, readonly RoleWrite[]> {
  const bySubject = new Map<string, RoleWrite[]>();
  for (const write of writes) {
    const { kind, namespace, name } = write;
    const object = write.object ?? rbacSources.get(rbacKey(kind, namespace, name))?.source.value;
    const own = bySubject.get(write.user.name);
    if (own === undefined) bySubject.set(write.user.name, [{ ...write, object }]);
    else own.push({ ...write, object });
  }
  return bySubject;
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
