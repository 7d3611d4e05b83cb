/**
 * The two ways to name the source of a claim's data, made one. Of sources in the old field alone, other kinds than
 * claims and snapshots are dropped.
 * Source: pkg/api/persistentvolumeclaim/util.go EnforceDataSourceBackwardsCompatibility, NormalizeDataSources.
 */
import type {
  PersistentVolumeClaim,
  PersistentVolumeClaimSpec,
  TypedLocalObjectReference,
} from '../../generated/types/core-v1.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, struct, text } from '../zero-value.js';

export function prepareClaim(claim: PersistentVolumeClaim, options: ValidationOptions): PersistentVolumeClaim {
  const spec = prepareClaimSpec(struct(claim.spec), options);
  return spec === claim.spec ? claim : { ...claim, spec };
}

export function prepareClaimSpec(
  spec: PersistentVolumeClaimSpec,
  options: ValidationOptions,
): PersistentVolumeClaimSpec {
  const { dataSource, dataSourceRef, ...rest } = spec;
  const isFromElsewhere = isSet(dataSourceRef) && text(dataSourceRef.namespace) !== '';
  const reference = isFromElsewhere && !options.crossNamespaceDataSource ? undefined : dataSourceRef;
  const source = isSet(reference) || isClaimOrSnapshot(dataSource) ? dataSource : undefined;
  if (isSet(source) && !isSet(reference)) return { ...rest, dataSource: source, dataSourceRef: copyOf(source) };
  if (isSet(source) || !isSet(reference)) {
    if (source === dataSource && reference === dataSourceRef) return spec;
    return {
      ...rest,
      ...(isSet(source) ? { dataSource: source } : {}),
      ...(isSet(reference) ? { dataSourceRef: reference } : {}),
    };
  }
  if (text(reference.namespace) !== '') return { ...rest, dataSourceRef: reference };
  return { ...rest, dataSource: copyOf(reference), dataSourceRef: reference };
}

const copyOf = ({ apiGroup, kind, name }: TypedLocalObjectReference): TypedLocalObjectReference => ({
  ...(isSet(apiGroup) ? { apiGroup } : {}),
  ...(isSet(kind) ? { kind } : {}),
  ...(isSet(name) ? { name } : {}),
});

function isClaimOrSnapshot(source: TypedLocalObjectReference | undefined): boolean {
  const kind = text(source?.kind);
  const apiGroup = text(source?.apiGroup);
  return (
    (kind === 'PersistentVolumeClaim' && apiGroup === '') ||
    (kind === 'VolumeSnapshot' && apiGroup === 'snapshot.storage.k8s.io')
  );
}
