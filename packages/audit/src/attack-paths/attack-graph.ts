/**
 * The attack graph of a cluster: what leads from each foothold, worked out when a search comes there. A step uses the
 * rights of one identity; rights of several identities are not put together.
 */
import { SYSTEM_PRIVILEGED_GROUP, serviceAccountUsername } from '@bulkhead/engine/authorization';
import type { IndexedRole } from '@bulkhead/engine/rbac';
import type { ClusterFacts, Workload } from './cluster-facts.js';
import { CLUSTER_ADMIN, EVERY_NAMESPACE, type Foothold, Places } from './foothold.js';
import { ClusterGrants, type SubjectGrants } from './grants.js';
import { needsFor } from './need.js';
import { Rights } from './rights.js';
import type { Step } from './step.js';
import { constrainedSteps } from './steps/constrained-steps.js';
import { controlPlaneSteps } from './steps/control-plane-steps.js';
import { identitySteps } from './steps/identity-steps.js';
import { kubeletSteps, nodeSteps, workloadOnNodeSteps } from './steps/node-steps.js';
import { objectiveSteps } from './steps/objective-steps.js';
import {
  anyUserSteps,
  namespaceSteps,
  podCreationSteps,
  runningPodSteps,
  secretSteps,
  serviceAccountSteps,
} from './steps/place-steps.js';
import { podSteps } from './steps/pod-steps.js';
import { roleSteps } from './steps/role-steps.js';
import { type StepContext, StepSink } from './steps/step-sink.js';
import { workloadFoothold, workloadSteps } from './steps/workload-steps.js';

export interface AttackGraphOptions {
  /** Groups that users are said to be in, by user. */
  readonly groups?: ReadonlyMap<string, readonly string[]>;
  /** Whether steps to objectives are looked for: there are many, and most searches are not for them. */
  readonly objectives?: boolean;
}

export class AttackGraph {
  readonly facts: ClusterFacts;
  readonly grants: ClusterGrants;
  readonly #steps = new Map<string, readonly Step[]>();
  readonly #workloads = new Map<string, Workload>();
  readonly #groups: ReadonlyMap<string, readonly string[]>;
  readonly #context: StepContext;

  constructor(facts: ClusterFacts, { groups = new Map(), objectives = false }: AttackGraphOptions = {}) {
    this.facts = facts;
    const constrained = facts.profile.enabled('ConstrainedImpersonation');
    this.grants = new ClusterGrants(facts, needsFor(constrained, objectives));
    this.#groups = groups;
    this.#context = {
      facts,
      grants: this.grants,
      places: new Places(),
      objectives,
      acting: new Map(),
      partScopes: new Map(),
    };
    for (const workload of facts.workloads) this.#workloads.set(workloadFoothold(workload).key, workload);
  }

  stepsFrom(from: Foothold): readonly Step[] {
    const known = this.#steps.get(from.key);
    if (known !== undefined) return known;
    const sink = new StepSink(from, this.#context);
    this.#collect(from, sink);
    this.#steps.set(from.key, sink.steps);
    return sink.steps;
  }

  /** The foothold in the workload, if the input holds it. */
  hasWorkload(from: Foothold): boolean {
    return this.#workloads.has(from.key);
  }

  #collect(from: Foothold, sink: StepSink): void {
    const { kind, namespace, name } = from;
    switch (kind) {
      case 'user':
      case 'group':
      case 'serviceAccount':
      case 'role':
        return this.#collectIdentity(from, sink);
      case 'acting':
        return this.#collectActing(from, sink);
      case 'workload': {
        const workload = this.#workloads.get(from.key);
        const access = workload === undefined ? undefined : workloadSteps(workload, sink);
        return workload === undefined || access === undefined ? undefined : workloadOnNodeSteps(workload, access, sink);
      }
      case 'namespace':
        return namespaceSteps(namespace, sink);
      case 'podCreation':
        return podCreationSteps(namespace, sink);
      case 'runningPods':
        return runningPodSteps(namespace, name, sink);
      case 'serviceAccounts':
        return serviceAccountSteps(namespace, sink);
      case 'anyUser':
        return anyUserSteps(sink);
      case 'secrets':
        return secretSteps(namespace, name, sink);
      case 'node':
      case 'nodeIdentity':
        return nodeSteps(from, sink);
      case 'clusterAdmin':
        return undefined;
      default:
        return undefined;
    }
  }

  #collectIdentity(from: Foothold, sink: StepSink): void {
    const groups = from.kind === 'user' ? (this.#groups.get(from.name) ?? []) : [];
    if ((from.kind === 'group' && from.name === SYSTEM_PRIVILEGED_GROUP) || groups.includes(SYSTEM_PRIVILEGED_GROUP)) {
      sink.add('privileged-group', CLUSTER_ADMIN);
    }
    const sources = this.#sourcesOf(from, groups);
    const collect = (rights: Rights): void => {
      this.#collectRights(rights, sink);
      constrainedSteps(rights, sources, sink);
    };
    eachScope(sources, sources, collect);
  }

  /** What one may do as another; that one's kubelet rights are not granted by rules. */
  #collectActing({ key }: Foothold, sink: StepSink): void {
    const acting = this.#context.acting.get(key);
    if (acting === undefined) return;
    eachScope(acting.sources, acting.own, (rights) => this.#collectRights(rights, sink));
    if (acting.kubelet !== undefined) kubeletSteps(acting.kubelet, sink);
  }

  #collectRights(rights: Rights, sink: StepSink): void {
    roleSteps(rights, sink);
    identitySteps(rights, sink);
    podSteps(rights, sink);
    controlPlaneSteps(rights, sink);
    if (sink.objectives) objectiveSteps(rights, sink);
  }

  #sourcesOf({ kind, namespace, name }: Foothold, groups: readonly string[]): readonly SubjectGrants[] {
    switch (kind) {
      case 'user':
        return this.grants.ofUser(name, groups);
      case 'group':
        return this.grants.ofGroup(name);
      case 'serviceAccount':
        return this.grants.ofUser(serviceAccountUsername(namespace, name));
      case 'role': {
        const role = this.#roleOf(name);
        return role === undefined ? [] : this.grants.ofRole(role, namespace);
      }
      default:
        return [];
    }
  }

  #roleOf(text: string): IndexedRole | undefined {
    const [kind = '', ...parts] = text.split('/');
    const namespace = kind === 'Role' ? (parts.shift() ?? '') : '';
    const name = parts.join('/');
    return this.grants
      .usefulRoles(kind === 'Role' ? 'Role' : 'ClusterRole', namespace)
      .find((role) => role.name === name);
  }
}

/** The rights in every scope in which something is held, the whole cluster first. */
function eachScope(
  sources: readonly SubjectGrants[],
  bound: readonly SubjectGrants[],
  collect: (rights: Rights) => void,
): void {
  const everywhere = new Rights(sources, EVERY_NAMESPACE, bound);
  const scopes = new Set<string>([EVERY_NAMESPACE]);
  for (const source of sources) for (const scope of source.scopes()) scopes.add(scope);
  for (const scope of scopes) {
    // What only the whole cluster grants leads on from there, unless it works on a role of the namespace.
    const isOwn = sources.some((source) => source.in(scope) !== undefined);
    if (!isOwn && !everywhere.has('escalateRoles')) continue;
    collect(scope === EVERY_NAMESPACE ? everywhere : new Rights(sources, scope, bound));
  }
}
