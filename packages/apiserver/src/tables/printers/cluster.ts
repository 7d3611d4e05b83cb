/** Nodes, namespaces, and what else every cluster has. Source: pkg/printers/internalversion/printers.go. */
import type { APIService } from '@bulkhead/apimachinery/types/apiregistration-v1';
import type { StorageVersion } from '@bulkhead/apimachinery/types/apiserverinternal-v1alpha1';
import type { Lease } from '@bulkhead/apimachinery/types/coordination-v1';
import type { LeaseCandidate } from '@bulkhead/apimachinery/types/coordination-v1beta1';
import type {
  ComponentStatus,
  ConfigMap,
  Namespace,
  Node,
  ResourceQuota,
  Secret,
  ServiceAccount,
} from '@bulkhead/apimachinery/types/core-v1';
import type { TypeMeta } from '@bulkhead/apimachinery/types/meta-v1';
import type { RuntimeClass } from '@bulkhead/apimachinery/types/node-v1';
import { conditionOf, qualifiedKind, shortened } from '../cell-text.js';
import { type Cells, NONE, type Printers, UNKNOWN, UNSET } from '../table-types.js';

function printNode({ metadata, spec, status }: Node): Cells {
  const info = status?.nodeInfo;
  const address = (type: string): string => status?.addresses?.find((each) => each.type === type)?.address ?? NONE;
  const ready = conditionOf(status?.conditions, 'Ready')?.status;
  const words = [ready === undefined ? 'Unknown' : ready === 'True' ? 'Ready' : 'NotReady'];
  if (spec?.unschedulable === true) words.push('SchedulingDisabled');
  return {
    Status: words.join(','),
    Roles: nodeRoles(metadata?.labels ?? {}).join(',') || NONE,
    Version: info?.kubeletVersion ?? '',
    'Internal-IP': address('InternalIP'),
    'External-IP': address('ExternalIP'),
    'OS-Image': info?.osImage || UNKNOWN,
    'Kernel-Version': info?.kernelVersion || UNKNOWN,
    'Container-Runtime': info?.containerRuntimeVersion || UNKNOWN,
  };
}

const ROLE_PREFIX = 'node-role.kubernetes.io/';

function nodeRoles(labels: Readonly<Record<string, string>>): readonly string[] {
  const roles = Object.entries(labels).map(([key, value]) => {
    if (key.startsWith(ROLE_PREFIX)) return key.slice(ROLE_PREFIX.length);
    return key === 'kubernetes.io/role' ? value : '';
  });
  return [...new Set(roles.filter((role) => role !== ''))].sort();
}

const printNamespace = ({ status }: Namespace): Cells => ({ Status: status?.phase ?? '' });

const printSecret = ({ type, data }: Secret): Cells => ({ Type: type ?? '', Data: countOf(data) });

const printConfigMap = ({ data, binaryData }: ConfigMap): Cells => ({ Data: countOf(data) + countOf(binaryData) });

const countOf = (members: object | undefined): number => Object.keys(members ?? {}).length;

const printServiceAccount = ({ secrets }: ServiceAccount): Cells => ({ Secrets: secrets?.length ?? 0 });

function printResourceQuota({ spec, status }: ResourceQuota): Cells {
  const used = status?.used ?? {};
  const texts = (isLimit: boolean): string =>
    Object.entries(spec?.hard ?? {})
      .filter(([name]) => name.startsWith('limits.') === isLimit)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, hard]) => `${name}: ${used[name] ?? 0}/${hard}`)
      .join(', ');
  return { Request: texts(false), Limit: texts(true) };
}

function printComponentStatus({ conditions }: ComponentStatus): Cells {
  const healthy = conditionOf(conditions, 'Healthy');
  return {
    Status: healthy === undefined ? 'Unknown' : healthy.status === 'True' ? 'Healthy' : 'Unhealthy',
    Message: healthy?.message ?? '',
    Error: healthy?.error ?? '',
  };
}

const printLease = ({ spec }: Lease): Cells => ({ Holder: spec?.holderIdentity ?? '' });

const printLeaseCandidate = ({ spec }: LeaseCandidate): Cells => ({
  LeaseName: spec?.leaseName ?? '',
  BinaryVersion: spec?.binaryVersion ?? '',
  EmulationVersion: spec?.emulationVersion ?? '',
});

const printRuntimeClass = ({ handler }: RuntimeClass): Cells => ({ Handler: handler ?? '' });

function printAPIService({ spec, status }: APIService): Cells {
  const service = spec?.service;
  const available = conditionOf(status?.conditions, 'Available');
  const { status: state = 'Unknown', reason = '' } = available ?? {};
  return {
    Service: service === undefined ? 'Local' : `${service.namespace ?? ''}/${service.name ?? ''}`,
    Available: state === 'True' || available === undefined ? state : `${state} (${reason})`,
  };
}

function printStorageVersion({ status }: StorageVersion): Cells {
  const versions = (status?.storageVersions ?? []).map(
    ({ apiServerID = '', encodingVersion = '' }) => `${apiServerID}=${encodingVersion}`,
  );
  return {
    CommonEncodingVersion: status?.commonEncodingVersion ?? UNSET,
    StorageVersions: shortened(versions, 3, ',') || UNSET,
  };
}

/** Both versions of the group: the older one also names the version of the resource. */
interface StorageVersionMigration extends TypeMeta {
  readonly spec?: {
    readonly resource?: { readonly group?: string; readonly version?: string; readonly resource?: string };
  };
  readonly status?: { readonly conditions?: readonly { readonly type?: string; readonly status?: string }[] };
}

function printStorageVersionMigration({ spec, status }: StorageVersionMigration): Cells {
  const { group, version, resource = '' } = spec?.resource ?? {};
  const states = ['Succeeded', 'Failed', 'Running'];
  return {
    Resource: qualifiedKind(version === undefined ? resource : `${resource}.${version}`, group),
    Status: states.find((type) => conditionOf(status?.conditions, type)?.status === 'True') ?? 'Unknown',
  };
}

export const CLUSTER: Printers = [
  ['/componentstatuses', printComponentStatus],
  ['/configmaps', printConfigMap],
  ['/namespaces', printNamespace],
  ['/nodes', printNode],
  ['/resourcequotas', printResourceQuota],
  ['/secrets', printSecret],
  ['/serviceaccounts', printServiceAccount],
  ['apiregistration.k8s.io/apiservices', printAPIService],
  ['coordination.k8s.io/leasecandidates', printLeaseCandidate],
  ['coordination.k8s.io/leases', printLease],
  ['internal.apiserver.k8s.io/storageversions', printStorageVersion],
  ['node.k8s.io/runtimeclasses', printRuntimeClass],
  ['storagemigration.k8s.io/storageversionmigrations', printStorageVersionMigration],
];
