/**
 * Defaults of volumes: emptyDir where no source is named, file modes, token lifetimes, driver settings.
 * Source: pkg/apis/core/v1/defaults.go, zz_generated.defaults.go.
 */
import type {
  DownwardAPIVolumeFile,
  PersistentVolumeClaimSpec,
  Volume,
  VolumeProjection,
  VolumeSource,
} from '../generated/types/core-v1.js';
import { mapField, mapItems, mapStruct, pointerDefault, textDefault, withChanges } from './changes.js';
import { defaultFieldRef } from './container.js';
import { defaultPullPolicy } from './image-reference.js';
import { defaultResourceList } from './resource-list.js';

const FILE_MODE = 0o644;
const TOKEN_SECONDS = 3600;

type SourceDefaults = { readonly [kind in keyof VolumeSource]?: (source: NonNullable<VolumeSource[kind]>) => object };

const SOURCE_DEFAULTS: SourceDefaults = {
  hostPath: (source) => withChanges(source, { type: pointerDefault(source.type, '') }),
  secret: (source) => withChanges(source, { defaultMode: pointerDefault(source.defaultMode, FILE_MODE) }),
  configMap: (source) => withChanges(source, { defaultMode: pointerDefault(source.defaultMode, FILE_MODE) }),
  downwardAPI: (source) =>
    withChanges(source, {
      defaultMode: pointerDefault(source.defaultMode, FILE_MODE),
      items: mapItems(source.items, defaultDownwardApiFile),
    }),
  projected: (source) =>
    withChanges(source, {
      defaultMode: pointerDefault(source.defaultMode, FILE_MODE),
      sources: mapItems(source.sources, defaultProjection),
    }),
  iscsi: (source) => withChanges(source, { iscsiInterface: textDefault(source.iscsiInterface, 'default') }),
  rbd: (source) =>
    withChanges(source, {
      pool: textDefault(source.pool, 'rbd'),
      user: textDefault(source.user, 'admin'),
      keyring: textDefault(source.keyring, '/etc/ceph/keyring'),
    }),
  azureDisk: (source) =>
    withChanges(source, {
      cachingMode: pointerDefault(source.cachingMode, 'ReadWrite'),
      kind: pointerDefault(source.kind, 'Shared'),
      fsType: pointerDefault(source.fsType, 'ext4'),
      readOnly: pointerDefault(source.readOnly, false),
    }),
  scaleIO: (source) =>
    withChanges(source, {
      storageMode: textDefault(source.storageMode, 'ThinProvisioned'),
      fsType: textDefault(source.fsType, 'xfs'),
    }),
  ephemeral: (source) =>
    withChanges(source, {
      volumeClaimTemplate: mapField(source.volumeClaimTemplate, (template) =>
        withChanges(template, { spec: mapStruct(template.spec, defaultClaimSpec) }),
      ),
    }),
};

const SOURCE_KINDS = Object.keys(SOURCE_DEFAULTS) as (keyof typeof SOURCE_DEFAULTS)[];

/** With the gate ImageVolume, images get a pull policy too. */
export function defaultVolume(volume: Volume, hasImageVolumes: boolean): Volume {
  const names = Object.keys(volume);
  const sources = names.filter((name) => name !== 'name' && isSource(volume[name as keyof Volume]));
  if (sources.length === 0) return { ...volume, emptyDir: {} };
  let result = volume;
  for (const kind of SOURCE_KINDS) {
    const source = volume[kind];
    if (source === undefined || source === null) continue;
    // The table's rules take the type of their own field.
    const rule = SOURCE_DEFAULTS[kind];
    const changed = mapField<object>(source, (value) => rule?.(value) ?? value);
    if (changed !== source) result = { ...result, [kind]: changed };
  }
  if (hasImageVolumes && result.image !== undefined) return { ...result, image: defaultImage(result.image) };
  return result;
}

const isSource = (value: unknown): boolean => value !== undefined && value !== null;

function defaultImage(image: NonNullable<VolumeSource['image']>): NonNullable<VolumeSource['image']> {
  const policy = image.pullPolicy;
  return policy === undefined || policy === '' ? { ...image, pullPolicy: defaultPullPolicy(image.reference) } : image;
}

function defaultDownwardApiFile(file: DownwardAPIVolumeFile): DownwardAPIVolumeFile {
  return withChanges(file, { fieldRef: mapField(file.fieldRef, defaultFieldRef) });
}

function defaultProjection(projection: VolumeProjection): VolumeProjection {
  return withChanges(projection, {
    downwardAPI: mapField(projection.downwardAPI, (source) =>
      withChanges(source, { items: mapItems(source.items, defaultDownwardApiFile) }),
    ),
    serviceAccountToken: mapField(projection.serviceAccountToken, (token) =>
      withChanges(token, { expirationSeconds: pointerDefault(token.expirationSeconds, TOKEN_SECONDS) }),
    ),
  });
}

export function defaultClaimSpec(spec: PersistentVolumeClaimSpec): PersistentVolumeClaimSpec {
  return withChanges(spec, {
    volumeMode: pointerDefault(spec.volumeMode, 'Filesystem'),
    resources: mapField(spec.resources, (resources) =>
      withChanges(resources, {
        limits: defaultResourceList(resources.limits),
        requests: defaultResourceList(resources.requests),
      }),
    ),
  });
}
