/**
 * The recorded cases of authorization, replayed on the pure functions alone: a stand-in for an API server that knows
 * users, impersonation, the Node and RBAC authorizers, escalation prevention, NodeRestriction and access reviews, and
 * keeps objects no better than these need. It checks nothing else of a request.
 */
import { readFileSync } from 'node:fs';
import type { VersionProfile } from '@bulkhead/apimachinery';
import type { Node, Pod } from '@bulkhead/apimachinery/types/core-v1';
import type { ClusterRole } from '@bulkhead/apimachinery/types/rbac-v1';
import {
  type ApiStatus,
  type Attributes,
  attributesOf,
  filterOutcome,
  internalErrorBody,
  privilegedGroupAuthorizer,
  type RequestInfo,
  requestInfoFromURL,
  reviewLocalSubjectAccess,
  reviewSelfSubjectAccess,
  reviewSelfSubjectRules,
  reviewSubjectAccess,
  runProcedure,
  serviceAccountGroups,
  serviceAccountUsername,
  type UserInfo,
  unionAuthorizer,
  unionRuleResolver,
  userInfo,
} from '@bulkhead/engine/authorization';
import { type HeaderList, type ImpersonationMode, impersonate, wantedUser } from '@bulkhead/engine/impersonation';
import { NodeAuthorizer, NodeGraph } from '@bulkhead/engine/node-authorization';
import { type AdmissionRequest, admitNodeRequest } from '@bulkhead/engine/node-restriction';
import {
  aggregateClusterRoles,
  bootstrapObjects,
  checkEscalation,
  RbacIndex,
  type RbacKind,
} from '@bulkhead/engine/rbac';
import { clusterProfile } from '@bulkhead/features';

// biome-ignore lint/suspicious/noExplicitAny: recorded JSON of many shapes
// oxlint-disable-next-line typescript/no-explicit-any -- recorded JSON of many shapes
export type Json = any;

export interface Step {
  readonly id?: string;
  readonly op?: string;
  readonly method: string;
  readonly path: string;
  readonly body?: Json;
  readonly ct?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly as?: { readonly user: string; readonly groups?: string[]; readonly uid?: string; readonly extra?: Json };
  readonly auth?: string;
  readonly save?: { readonly [name: string]: string };
  readonly check?: boolean;
}

export interface Scenario {
  readonly id: string;
  readonly variant?: string | readonly string[];
  readonly setup?: readonly Step[];
  readonly steps: readonly Step[];
}

export interface Expected {
  readonly status: number;
  readonly body: Json;
  readonly audit?: Json;
}

export interface Area {
  readonly scenarios: readonly Scenario[];
  readonly expected: { readonly [key: string]: Expected };
}

/** `overlay` names the recorded differences of another version. */
export function readArea(folder: string, area: string, overlay?: string): Area {
  const read = (path: string): Json => JSON.parse(readFileSync(`${folder}oracle/cases/${path}`, 'utf8'));
  const expected = read(`${area}.expected.json`);
  const changed = overlay === undefined ? {} : (read(`versions/${overlay}.json`)[area] ?? {});
  return { scenarios: read(`${area}.json`).scenarios, expected: { ...expected, ...changed } };
}

const VARIANT_GATES: { readonly [variant: string]: Readonly<Record<string, boolean>> } = {
  default: {},
  gates: { ConstrainedImpersonation: true, PodCertificateRequest: true },
  audit: { ConstrainedImpersonation: true, PodCertificateRequest: true },
};

export function profileOf(version: string, variant: string): VersionProfile {
  const made = clusterProfile({ version, gates: VARIANT_GATES[variant] ?? {} });
  if ('errors' in made) throw new Error(made.errors.join('; '));
  return made.profile;
}

/** What the stand-in did with a request. */
export interface Answer {
  /** The refusal, as far as authorization is concerned; undefined when the request went through. */
  readonly refused?: { readonly status: number; readonly message: string; readonly details?: Json };
  /** Of reviews. */
  readonly status?: Json;
  readonly user?: UserInfo;
  readonly audit: { readonly decision?: string | undefined; readonly reason?: string; readonly constraint?: string };
}

/** Where the recorded answers say `SFX`: capitals would make other names of service accounts, nodes and namespaces. */
const SUFFIX = 'sfx0';
const NAMESPACE = `c-${SUFFIX}`;

const RBAC_KINDS: { readonly [resource: string]: RbacKind } = {
  roles: 'Role',
  clusterroles: 'ClusterRole',
  rolebindings: 'RoleBinding',
  clusterrolebindings: 'ClusterRoleBinding',
};

export class StandIn {
  readonly #profile: VersionProfile;
  readonly #index = new RbacIndex();
  readonly #graph: NodeGraph;
  readonly #node: NodeAuthorizer;
  readonly #objects = new Map<string, Json>();
  readonly #clusterRoles = new Map<string, ClusterRole>();
  readonly #saved = new Map<string, Json>();
  /** The reference had impersonated for its administrator in legacy mode before, which it then tries first. */
  readonly #lastModes = new Map<string, ImpersonationMode>([['admin', 'legacy']]);
  #nextUid = 1;

  constructor(profile: VersionProfile) {
    this.#profile = profile;
    this.#graph = new NodeGraph(profile);
    this.#node = new NodeAuthorizer(this.#graph, profile);
    const defaults = bootstrapObjects(profile);
    for (const role of defaults.roles) this.#index.set('Role', role);
    for (const binding of defaults.roleBindings) this.#index.set('RoleBinding', binding);
    for (const binding of defaults.clusterRoleBindings) this.#index.set('ClusterRoleBinding', binding);
    for (const role of defaults.clusterRoles) this.#clusterRoles.set(role.metadata?.name ?? '', role);
    this.#aggregate();
    this.#store(`/api/v1/namespaces/${NAMESPACE}/serviceaccounts/default`, { kind: 'ServiceAccount' });
  }

  run(template: Step): Answer {
    const step: Step = JSON.parse(this.#filled(JSON.stringify(template)));
    const found = requestInfoFromURL(step.method, step.path, this.#profile);
    if (found.kind !== 'requestInfo') throw new Error(`${step.path}: ${found.kind}`);
    const { info } = found;
    const authorizer = unionAuthorizer([privilegedGroupAuthorizer, this.#node, this.#index]);
    let user = this.#authenticated(step.auth);
    let constraint = '';
    const wanted = wantedUser(headersOf(step), this.#profile);
    if (wanted.kind === 'badRequest') return refusedBy(wanted.status, {});
    if (wanted.kind === 'internalError') {
      const message = internalErrorBody(step.path, wanted.message);
      return { refused: { status: 500, message }, audit: {} };
    }
    if (wanted.kind === 'user') {
      const attributes = attributesOf(user, info, this.#profile);
      const last = this.#lastModes.get(user.name);
      const result = runProcedure(impersonate(wanted.user, attributes, this.#profile, last), authorizer);
      if (result.kind === 'refused') return refusedBy(result.status, {});
      this.#lastModes.set(user.name, result.mode);
      user = result.user;
      constraint = result.constraint;
    }
    const attributes = attributesOf(user, info, this.#profile);
    const outcome = filterOutcome(attributes, authorizer.authorize(attributes), step.path);
    const audit = {
      decision: 'annotations' in outcome ? outcome.annotations['authorization.k8s.io/decision'] : undefined,
      reason: outcome.annotations['authorization.k8s.io/reason'],
      constraint,
    };
    if (outcome.kind === 'forbidden') return refusedBy(outcome.status, audit, user);
    if (outcome.kind === 'internalError') throw new Error(outcome.body);
    return { user, audit, ...this.#handle(step, info, attributes) };
  }

  /** What follows when the request is authorized. */
  #handle(step: Step, info: RequestInfo, attributes: Attributes): Partial<Answer> {
    const authorizer = unionAuthorizer([privilegedGroupAuthorizer, this.#node, this.#index]);
    const { user } = attributes;
    const profile = this.#profile;
    if (info.apiGroup === 'authorization.k8s.io' && info.verb === 'create') {
      const body = step.body ?? {};
      if (info.resource === 'selfsubjectrulesreviews') {
        const reviewed = reviewSelfSubjectRules(body, user, unionRuleResolver([this.#node, this.#index]));
        return reviewed.kind === 'refused' ? { refused: refusalOf(reviewed.status) } : { status: reviewed.status };
      }
      const review =
        info.resource === 'subjectaccessreviews'
          ? reviewSubjectAccess(body, profile)
          : info.resource === 'localsubjectaccessreviews'
            ? reviewLocalSubjectAccess(body, info.namespace, profile)
            : reviewSelfSubjectAccess(body, user, profile);
      const reviewed = runProcedure(review, authorizer);
      return reviewed.kind === 'refused' ? { refused: refusalOf(reviewed.status) } : { status: reviewed.status };
    }
    const [key, object] = this.#written(step, info);
    const oldObject = key === undefined ? undefined : this.#objects.get(key);
    const kind = info.apiGroup === 'rbac.authorization.k8s.io' ? RBAC_KINDS[info.resource] : undefined;
    const writes = ['create', 'update', 'patch'].includes(info.verb);
    if (kind !== undefined && writes && info.subresource === '') {
      const result = runProcedure(
        checkEscalation(this.#index, {
          user,
          kind,
          namespace: info.namespace,
          nameInURL: info.name,
          object,
          ...(oldObject === undefined ? {} : { oldObject }),
        }),
        authorizer,
      );
      if (result.kind === 'refused') return { refused: refusalOf(result.status) };
    }
    const admission = runProcedure(
      admitNodeRequest(admissionOf(info, user, object, oldObject), this.#lookup(), profile),
      authorizer,
    );
    if (admission.kind === 'refused') return { refused: refusalOf(admission.status) };
    const dryRun = step.path.includes('dryRun=All');
    if (key !== undefined && info.subresource !== 'token' && !dryRun) {
      if (info.verb === 'delete') this.#forget(key);
      else if (writes) this.#store(key, object);
    }
    this.#save(step, info, object);
    return {};
  }

  /** The key under which the object of the request is kept, and the object as it would be. */
  #written(step: Step, info: RequestInfo): readonly [string | undefined, Json] {
    const collection = step.path.split('?')[0] ?? '';
    if (info.verb === 'create' && info.subresource === '') {
      const object = { ...step.body };
      const name = object.metadata?.name ?? '';
      object.metadata = { ...object.metadata, ...(info.namespace === '' ? {} : { namespace: info.namespace }) };
      object.metadata.uid ??= `uid-${this.#nextUid++}`;
      if (info.resource === 'pods') object.spec = this.#withServiceAccount(object);
      return [`${collection}/${name}`, object];
    }
    const key = info.subresource === '' ? collection : collection.slice(0, collection.lastIndexOf('/'));
    if (info.verb === 'create') return [undefined, step.body];
    const old = this.#objects.get(key);
    if (info.verb !== 'patch') return [key, step.body];
    if (step.ct === 'application/merge-patch+json') return [key, mergePatched(old ?? {}, step.body)];
    if (step.ct === 'application/json-patch+json') return [key, jsonPatched(old, step.body)];
    return [key, mergePatched(old ?? {}, step.body)];
  }

  /** As the ServiceAccount admission plugin does it. */
  #withServiceAccount(pod: Json): Json {
    const isMirror = pod.metadata?.annotations?.['kubernetes.io/config.mirror'] !== undefined;
    if (isMirror) return pod.spec;
    const token = { projected: { sources: [{ serviceAccountToken: { path: 'token' } }] }, name: 'kube-api-access' };
    return {
      ...pod.spec,
      serviceAccountName: pod.spec.serviceAccountName ?? 'default',
      volumes: [...(pod.spec.volumes ?? []), token],
    };
  }

  #lookup() {
    const get = (path: string): Json => this.#objects.get(path);
    return {
      pod: (namespace: string, name: string) => get(`/api/v1/namespaces/${namespace}/pods/${name}`) as Pod | undefined,
      node: (name: string) => get(`/api/v1/nodes/${name}`) as Node | undefined,
      serviceAccount: (namespace: string, name: string) =>
        get(`/api/v1/namespaces/${namespace}/serviceaccounts/${name}`),
      persistentVolumeClaim: () => undefined,
      persistentVolume: () => undefined,
      csiDriver: () => undefined,
      commonNameOf: () => ({ error: 'not read here' }),
    };
  }

  #store(key: string, object: Json): void {
    this.#objects.set(key, object);
    const { kind, metadata } = object;
    if (kind === 'Pod') this.#graph.setPod(object);
    else if (kind === 'ClusterRole') {
      this.#clusterRoles.set(metadata.name, object);
      this.#aggregate();
    } else if (kind === 'Role' || kind === 'RoleBinding' || kind === 'ClusterRoleBinding') {
      this.#index.set(kind, object);
    }
  }

  #forget(key: string): void {
    const object = this.#objects.get(key);
    this.#objects.delete(key);
    if (object?.kind === 'Pod') this.#graph.deletePod(object.metadata.namespace, object.metadata.name);
  }

  #aggregate(): void {
    const { clusterRoles } = aggregateClusterRoles([...this.#clusterRoles.values()], this.#profile.minor);
    for (const role of clusterRoles) {
      this.#clusterRoles.set(role.metadata?.name ?? '', role);
      this.#index.set('ClusterRole', role);
    }
  }

  aggregated(name: string): ClusterRole | undefined {
    return this.#clusterRoles.get(this.#filled(name));
  }

  #filled(text: string): string {
    return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
      if (name === 'ns') return NAMESPACE;
      return name === 'sfx' ? SUFFIX : (this.#saved.get(name) ?? '');
    });
  }

  #save(step: Step, info: RequestInfo, object: Json): void {
    for (const [name, path] of Object.entries(step.save ?? {})) {
      if (path === 'metadata.uid') this.#saved.set(name, object.metadata.uid);
      else if (path === 'status.token') this.#saved.set(name, this.#token(info, object));
      else throw new Error(`cannot save ${path}`);
    }
  }

  /** A token is the description of its owner. */
  #token(info: RequestInfo, request: Json): string {
    const podName = request?.spec?.boundObjectRef?.name;
    const pod = podName && this.#objects.get(`/api/v1/namespaces/${info.namespace}/pods/${podName}`);
    const node = pod?.spec.nodeName;
    const extra = pod
      ? {
          'authentication.kubernetes.io/pod-name': [podName],
          'authentication.kubernetes.io/pod-uid': [pod.metadata.uid],
          ...(node ? { 'authentication.kubernetes.io/node-name': [node] } : {}),
        }
      : {};
    return Buffer.from(JSON.stringify({ namespace: info.namespace, name: info.name, extra })).toString('base64');
  }

  #authenticated(auth: string | undefined): UserInfo {
    if (auth === 'anonymous') return userInfo({ name: 'system:anonymous', groups: ['system:unauthenticated'] });
    if (auth === undefined) return userInfo({ name: 'admin', groups: ['system:masters', 'system:authenticated'] });
    const { namespace, name, extra } = JSON.parse(Buffer.from(auth, 'base64').toString());
    return userInfo({
      name: serviceAccountUsername(namespace, name),
      uid: 'UUID',
      groups: [...serviceAccountGroups(namespace), 'system:authenticated'],
      extra: new Map(Object.entries({ ...extra, 'authentication.kubernetes.io/credential-id': ['JTI=UUID'] })),
    });
  }
}

function headersOf({ as, headers }: Step): HeaderList {
  const list: [string, string][] = Object.entries(headers ?? {});
  if (as === undefined) return list;
  list.push(['Impersonate-User', as.user]);
  for (const group of as.groups ?? []) list.push(['Impersonate-Group', group]);
  if (as.uid !== undefined) list.push(['Impersonate-Uid', as.uid]);
  for (const [key, values] of Object.entries<string[]>(as.extra ?? {})) {
    for (const value of values) list.push([`Impersonate-Extra-${key}`, value]);
  }
  return list;
}

const OPERATIONS: { readonly [verb: string]: AdmissionRequest['operation'] } = {
  create: 'CREATE',
  update: 'UPDATE',
  patch: 'UPDATE',
  delete: 'DELETE',
};

function admissionOf(info: RequestInfo, user: UserInfo, object: Json, oldObject: Json): AdmissionRequest {
  return {
    user,
    operation: OPERATIONS[info.verb] ?? 'CONNECT',
    resource: { group: info.apiGroup, resource: info.resource },
    subresource: info.subresource,
    namespace: info.namespace,
    // The handler fills in the name of a new object.
    name: info.name === '' && info.verb === 'create' ? (object?.metadata?.name ?? '') : info.name,
    object: info.verb === 'delete' ? undefined : object,
    oldObject,
  };
}

const refusalOf = ({ code, message, details = {} }: ApiStatus) => ({ status: code, message, details });

function refusedBy(status: ApiStatus, audit: Answer['audit'], user?: UserInfo): Answer {
  return { refused: refusalOf(status), audit, ...(user === undefined ? {} : { user }) };
}

/** An answer of ours with the suffix as it was recorded. */
export function asRecorded<T>(answer: T): T {
  return answer === undefined ? answer : JSON.parse(JSON.stringify(answer).replaceAll(SUFFIX, 'SFX'));
}

function mergePatched(target: Json, patch: Json): Json {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Json = { ...(typeof target === 'object' && !Array.isArray(target) ? target : {}) };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatched(result[key], value);
  }
  return result;
}

/** `add` at the end of a list is all that the cases use. */
function jsonPatched(target: Json, patch: Json): Json {
  const result = structuredClone(target);
  for (const { op, path, value } of patch) {
    const parts: string[] = path.split('/').slice(1);
    const last = parts.pop();
    const parent = parts.reduce((at, part) => at[part], result);
    if (op !== 'add' || last !== '-') throw new Error(`cannot ${op} ${path}`);
    parent.push(value);
  }
  return result;
}

export const variantsOf = ({ variant }: Scenario): readonly string[] =>
  variant === undefined ? ['default'] : typeof variant === 'string' ? [variant] : variant;

/** The key of a step's recorded answer. */
export const keyOf = (scenario: Scenario, variant: string, step: Step): string =>
  Array.isArray(scenario.variant) ? `${scenario.id}@${variant}/${step.id}` : `${scenario.id}/${step.id}`;
