/**
 * Dynamic resource allocation, in all its forms: what a version of the API does not have reads as empty.
 *
 * Source: pkg/printers/internalversion/printers.go.
 */

import type { TypeMeta } from '@bulkhead/apimachinery/types/meta-v1';
import type { PodSchedulingContext, ResourceClass } from '@bulkhead/apimachinery/types/resource-v1alpha2';
import type { PoolStatus, ResourcePoolStatusRequest } from '@bulkhead/apimachinery/types/resource-v1alpha3';
import { ageOf } from '../age.js';
import { conditionOf } from '../cell-text.js';
import { type Cells, NONE, type PrintContext, type Printers } from '../table-types.js';

interface ClaimSpec {
  readonly resourceClassName?: string;
  readonly allocationMode?: string;
}

interface Claim {
  readonly metadata?: { readonly deletionTimestamp?: string };
  readonly spec?: ClaimSpec;
  readonly status?: {
    readonly allocation?: object;
    readonly reservedFor?: readonly object[];
    readonly deallocationRequested?: boolean;
  };
}

const printClaim = (claim: Claim): Cells => ({ ...classCells(claim.spec), State: claimState(claim) });

const classCells = (spec: ClaimSpec | undefined): Cells => ({
  ResourceClassName: spec?.resourceClassName ?? '',
  AllocationMode: spec?.allocationMode ?? '',
});

function claimState({ metadata, status }: Claim): string {
  const isDeleted = metadata?.deletionTimestamp !== undefined;
  const words = isDeleted ? ['deleted'] : [];
  if (status?.allocation === undefined) return isDeleted ? 'deleted' : 'pending';
  words.push('allocated');
  if ((status.reservedFor ?? []).length > 0) words.push('reserved');
  else if (status.deallocationRequested === true) words.push('deallocation-requested');
  return words.join(',');
}

interface ClaimTemplate extends TypeMeta {
  readonly spec?: { readonly spec?: ClaimSpec };
}

const printClaimTemplate = ({ spec }: ClaimTemplate): Cells => classCells(spec?.spec);

interface Slice extends TypeMeta {
  readonly nodeName?: string;
  readonly driverName?: string;
  readonly spec?: { readonly nodeName?: string; readonly driver?: string; readonly pool?: { readonly name?: string } };
}

const printSlice = ({ nodeName, driverName, spec }: Slice): Cells => ({
  Node: spec?.nodeName ?? nodeName ?? '',
  Driver: spec?.driver ?? driverName ?? '',
  Pool: spec?.pool?.name ?? '',
});

interface TaintRule extends TypeMeta {
  readonly spec?: {
    readonly taint?: {
      readonly key?: string;
      readonly value?: string;
      readonly effect?: string;
      readonly timeAdded?: string;
    };
  };
}

const printTaintRule = ({ spec }: TaintRule, { now }: PrintContext): Cells => ({
  Key: spec?.taint?.key ?? '',
  Value: spec?.taint?.value ?? '',
  Effect: spec?.taint?.effect ?? '',
  TimeAdded: ageOf(spec?.taint?.timeAdded, now),
});

const printResourceClass = ({ driverName }: ResourceClass): Cells => ({ DriverName: driverName ?? '' });

const printSchedulingContext = ({ spec }: PodSchedulingContext): Cells => ({
  SelectedNode: spec?.selectedNode ?? '',
});

interface Parameters extends TypeMeta {
  readonly generatedFrom?: { readonly kind?: string; readonly apiGroup?: string; readonly name?: string };
}

function printParameters({ generatedFrom }: Parameters): Cells {
  if (generatedFrom === undefined) return { GeneratedFrom: '' };
  const { kind = '', apiGroup = '', name = '' } = generatedFrom;
  return { GeneratedFrom: `${kind}.${apiGroup}/${name}` };
}

function printPoolStatusRequest({ spec, status }: ResourcePoolStatusRequest, { now }: PrintContext): Cells {
  const pools = status?.pools ?? [];
  const sum = (count: (pool: PoolStatus) => number | undefined): string =>
    status === undefined ? NONE : String(pools.reduce((all, pool) => all + (count(pool) ?? 0), 0));
  const ended = ['Complete', 'Failed']
    .map((type) => conditionOf(status?.conditions, type))
    .find((condition) => condition?.status === 'True');
  return {
    Driver: spec?.driver ?? '',
    Total: sum(({ totalDevices }) => totalDevices),
    Available: sum(({ availableDevices }) => availableDevices),
    Allocated: sum(({ allocatedDevices }) => allocatedDevices),
    Unavailable: sum(({ unavailableDevices }) => unavailableDevices),
    Errors: sum(({ validationError }) => (validationError ? 1 : 0)),
    Pools: status?.poolCount ?? 0,
    Status: ended?.type ?? 'Pending',
    Completed: ended === undefined ? NONE : ageOf(ended.lastTransitionTime, now),
  };
}

export const DEVICES: Printers = [
  ['resource.k8s.io/devicetaintrules', printTaintRule],
  ['resource.k8s.io/podschedulingcontexts', printSchedulingContext],
  ['resource.k8s.io/resourceclaimparameters', printParameters],
  ['resource.k8s.io/resourceclaims', printClaim],
  ['resource.k8s.io/resourceclaimtemplates', printClaimTemplate],
  ['resource.k8s.io/resourceclasses', printResourceClass],
  ['resource.k8s.io/resourceclassparameters', printParameters],
  ['resource.k8s.io/resourcepoolstatusrequests', printPoolStatusRequest],
  ['resource.k8s.io/resourceslices', printSlice],
];
