/**
 * From files to what answers questions of authorization: the roles and bindings of the cluster with the defaults of its
 * version, its service accounts and custom resources, where each object stands, and what was not understood.
 */
import { buildRbacIndex, type ClusterRBAC, type RbacKind, type RbacObject } from '@bulkhead/engine/rbac';
import { expandLists, type ManifestObject } from '@bulkhead/manifest';
import type { Context } from '../context.js';
import type { Input } from '../input/index.js';
import { type ReadFiles, readFiles, type Source } from '../read-objects.js';
import { type CustomResource, customResourceOf } from './custom-resource.js';
import { type AccessProblem, notServed, problemsOf } from './problem.js';
import { rbacKey, type SourceObject } from './rbac-source.js';
import { member, text } from './untyped.js';

export interface ClusterAccess extends ReadFiles, ClusterRBAC {
  readonly accessProblems: readonly AccessProblem[];
  /** Roles and bindings by `rbacKey`. */
  readonly rbacSources: ReadonlyMap<string, SourceObject>;
  readonly customResources: readonly CustomResource[];
  /** Pods, volumes and what else leads a kubelet to an object; see `nodeAuthorizerOf`. */
  readonly nodeSources: readonly ManifestObject[];
  /** `namespace/name` */
  readonly serviceAccounts: readonly string[];
}

/** The namespace of what names none, as `kubectl apply` chooses it. */
export const DEFAULT_NAMESPACE = 'default';

export async function readClusterAccess(context: Context, source: Source): Promise<ClusterAccess> {
  const read = await readFiles(context, source);
  const { profile } = read;
  const sorted = sortSources(read.input);
  const rbac = buildRbacIndex(sorted.rbac, profile);
  const accessProblems = [...sorted.notServed, ...problemsOf(rbac.problems, sorted.rbacSources, profile)];
  const { rbacSources, customResources, nodeSources, serviceAccounts } = sorted;
  return { ...read, ...rbac, accessProblems, rbacSources, customResources, nodeSources, serviceAccounts };
}

interface SortedSources {
  readonly rbac: RbacObject[];
  readonly notServed: AccessProblem[];
  readonly rbacSources: Map<string, SourceObject>;
  readonly customResources: CustomResource[];
  readonly nodeSources: ManifestObject[];
  readonly serviceAccounts: string[];
}

const NODE_KINDS: ReadonlySet<string> = new Set([
  'Pod',
  'PersistentVolume',
  'VolumeAttachment',
  'ResourceSlice',
  'PodCertificateRequest',
]);

function sortSources({ files }: Input): SortedSources {
  const sorted: SortedSources = {
    rbac: [],
    notServed: [],
    rbacSources: new Map(),
    customResources: [],
    nodeSources: [],
    serviceAccounts: [],
  };
  for (const { name, documents } of files) {
    for (const source of documents.flatMap(expandLists)) sortSource(sorted, { file: name, source });
  }
  return sorted;
}

function sortSource(sorted: SortedSources, object: SourceObject): void {
  const { value } = object.source;
  const kind = text(member(value, 'kind'));
  const apiVersion = text(member(value, 'apiVersion'));
  const metadata = member(value, 'metadata');
  const namespace = text(member(metadata, 'namespace')) || DEFAULT_NAMESPACE;
  const name = text(member(metadata, 'name'));
  if (isRbacKind(kind) && apiVersion.startsWith('rbac.authorization.k8s.io/')) {
    if (apiVersion !== 'rbac.authorization.k8s.io/v1') sorted.notServed.push(notServed(object, apiVersion, kind, name));
    else {
      const isNamespaced = kind === 'Role' || kind === 'RoleBinding';
      sorted.rbac.push({ kind, object: isNamespaced ? placedIn(namespace, value, metadata) : value });
      sorted.rbacSources.set(rbacKey(kind, isNamespaced ? namespace : '', name), object);
    }
  } else if (kind === 'CustomResourceDefinition') {
    const resource = customResourceOf(value);
    if (resource !== undefined) sorted.customResources.push(resource);
  } else if (kind === 'ServiceAccount' && apiVersion === 'v1') sorted.serviceAccounts.push(`${namespace}/${name}`);
  else if (NODE_KINDS.has(kind)) sorted.nodeSources.push(object.source);
}

function placedIn(namespace: string, value: unknown, metadata: unknown): unknown {
  if (text(member(metadata, 'namespace')) !== '') return value;
  return { ...asObject(value), metadata: { ...asObject(metadata), namespace } };
}

const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

const RBAC_KINDS = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'] as const;

const isRbacKind = (kind: string): kind is RbacKind => RBAC_KINDS.some((known) => known === kind);
