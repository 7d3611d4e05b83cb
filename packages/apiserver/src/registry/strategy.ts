/**
 * What is special about a kind when it is created, changed or deleted; everything else is the same for all. A resource
 * that does not stand in a table below behaves as most do.
 *
 * Source: the strategies under pkg/registry.
 */
import type { FieldError, Minor } from '@bulkhead/apimachinery';
import type { ClusterProfile } from '@bulkhead/features';
import type { RequestContext } from '../http/request.js';
import type { KubeObject } from './kube-object.js';
import type { ServedResource } from './resource.js';

export interface StrategyContext {
  readonly profile: ClusterProfile;
  readonly context: RequestContext;
  /** RFC 3339, seconds. */
  readonly now: string;
}

/** Changes of one kind; `''` of a subresource is the object itself. */
export interface KindStrategy {
  /** Status may be written with a create. */
  readonly keepsStatusOnCreate?: boolean;
  /** An endpoint beside `status` that may change status. */
  readonly writesStatusAt?: string;
  /** After defaults, before validation; status is gone already where it has an endpoint of its own. */
  prepareForCreate?(object: KubeObject, strategy: StrategyContext): KubeObject;
  prepareForUpdate?(object: KubeObject, old: KubeObject, subresource: string, strategy: StrategyContext): KubeObject;
  /** What is wrong beside what validation finds in the object alone. */
  readonly validate?: (object: KubeObject, old: KubeObject | undefined, subresource: string) => readonly FieldError[];
  /** The form in which a valid object is kept. */
  canonicalize?(object: KubeObject): KubeObject;
  /** By subresource: the fields that its endpoint does not write, where they are not those of most kinds. */
  readonly resetFields?: ResetFields;
}

/** `{ status: ['spec', 'metadata.labels'] }` */
export type ResetFields = Readonly<Record<string, readonly string[]>>;

export interface ResourceTraits {
  /** A PUT of an object that does not exist creates it. */
  readonly allowsCreateOnUpdate: boolean;
  /** An update without a resourceVersion wins over whatever is there. */
  readonly allowsUnconditionalUpdate: boolean;
  /** `metadata.generation` counts the changes of what is wanted. */
  readonly countsGenerations: boolean;
  /** The generation of a new object; undefined leaves it as it was sent. */
  readonly firstGeneration: number | undefined;
  /** A delete answers with the object instead of a Status. */
  readonly returnsDeletedObject: boolean;
  /** Deletes without a policy leave the dependents alone. */
  readonly orphansByDefault: (apiVersion: string) => boolean;
  readonly hasStatus: boolean;
}

export function traitsOf(resource: ServedResource, minor: Minor): ResourceTraits {
  const key = `${resource.group}/${resource.resource}`;
  const countsGenerations =
    COUNT_GENERATIONS.has(key) ||
    COUNT_GENERATIONS.has(`${resource.group}/*`) ||
    (key === '/pods' && minor >= POD_GENERATIONS_SINCE);
  return {
    allowsCreateOnUpdate: CREATE_ON_UPDATE.has(key),
    allowsUnconditionalUpdate: !CONDITIONAL_UPDATE.has(key) && resource.group !== 'admissionregistration.k8s.io',
    countsGenerations,
    firstGeneration: (countsGenerations && !COUNT_ONLY_CHANGES.has(key)) || key === PRIORITY_CLASSES ? 1 : undefined,
    returnsDeletedObject: RETURN_DELETED.has(key) || RETURN_DELETED.has(`${resource.group}/*`),
    orphansByDefault: (apiVersion) => ORPHAN_BY_DEFAULT.has(`${apiVersion}/${resource.resource}`),
    hasStatus: resource.subresources.some(({ name }) => name === 'status'),
  };
}

const RBAC = 'rbac.authorization.k8s.io';

const CREATE_ON_UPDATE: ReadonlySet<string> = new Set([
  `${RBAC}/roles`,
  `${RBAC}/rolebindings`,
  `${RBAC}/clusterroles`,
  `${RBAC}/clusterrolebindings`,
  'coordination.k8s.io/leases',
  'coordination.k8s.io/leasecandidates',
  '/limitranges',
  '/events',
  'events.k8s.io/events',
  '/services',
  '/endpoints',
  'node.k8s.io/runtimeclasses',
]);

const CONDITIONAL_UPDATE: ReadonlySet<string> = new Set([
  'apiextensions.k8s.io/customresourcedefinitions',
  'apiregistration.k8s.io/apiservices',
  'policy/poddisruptionbudgets',
  'coordination.k8s.io/leases',
  'coordination.k8s.io/leasecandidates',
  'storage.k8s.io/csidrivers',
  'storage.k8s.io/csinodes',
  'storage.k8s.io/csistoragecapacities',
  'storage.k8s.io/volumeattachments',
  'certificates.k8s.io/clustertrustbundles',
  'certificates.k8s.io/podcertificaterequests',
  'node.k8s.io/runtimeclasses',
  'internal.apiserver.k8s.io/storageversions',
  'storagemigration.k8s.io/storageversionmigrations',
]);

const POD_GENERATIONS_SINCE: Minor = 33;
/** Their generation is 1 for ever. */
const PRIORITY_CLASSES = 'scheduling.k8s.io/priorityclasses';
/** New objects have no generation. */
const COUNT_ONLY_CHANGES: ReadonlySet<string> = new Set(['storage.k8s.io/csidrivers']);

const COUNT_GENERATIONS: ReadonlySet<string> = new Set([
  'apps/deployments',
  'apps/daemonsets',
  'apps/statefulsets',
  'apps/replicasets',
  '/replicationcontrollers',
  'batch/jobs',
  'batch/cronjobs',
  '/podtemplates',
  'policy/poddisruptionbudgets',
  'networking.k8s.io/ingresses',
  'networking.k8s.io/ingressclasses',
  'networking.k8s.io/networkpolicies',
  'discovery.k8s.io/endpointslices',
  'storage.k8s.io/csidrivers',
  'flowcontrol.apiserver.k8s.io/*',
  'admissionregistration.k8s.io/*',
  'resource.k8s.io/*',
  'apiextensions.k8s.io/customresourcedefinitions',
]);

const RETURN_DELETED: ReadonlySet<string> = new Set([
  '/pods',
  '/services',
  '/namespaces',
  '/serviceaccounts',
  '/persistentvolumes',
  '/persistentvolumeclaims',
  '/podtemplates',
  '/resourcequotas',
  'storage.k8s.io/*',
  'resource.k8s.io/*',
]);

const ORPHAN_BY_DEFAULT: ReadonlySet<string> = new Set([
  'v1/replicationcontrollers',
  'batch/v1/jobs',
  'batch/v1beta1/cronjobs',
]);
