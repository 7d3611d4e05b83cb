/**
 * Files of one volume that would be written to the same path, or one below the other, so that one of them is lost or
 * the mount fails: keys of ConfigMaps, Secrets, the downward API, and all sources of a projected volume. Since 1.32.
 * Source: pkg/api/pod/warnings.go warningsForOverlappingVirtualPaths.
 */
import type { KeyToPath, PodSpec, ProjectedVolumeSource, VolumeProjection } from '../../generated/types/core-v1.js';
import { goQuote } from '../../schema/go-quote.js';
import { isSet, list, text } from '../../validation/zero-value.js';
import type { Minor } from '../../version.js';
import type { WarningList } from '../warning-list.js';

const SINCE: Minor = 32;
/** Up to 1.33 a source that names no paths is taken for another copy of the source before it. */
const REPEATS_SOURCES_UNTIL: Minor = 33;

interface VirtualPath {
  readonly path: string;
  /** What of a projected volume the path belongs to; empty for the other volumes. */
  readonly source: string;
}

const NO_PATHS: readonly VirtualPath[] = [];
const SOURCES = [
  'secret',
  'downwardAPI',
  'configMap',
  'serviceAccountToken',
  'clusterTrustBundle',
  'podCertificate',
] as const satisfies readonly (keyof VolumeProjection)[];

export function warnOfOverlappingPaths(spec: PodSpec, warnings: WarningList): void {
  if (warnings.minor < SINCE) return;
  for (const { name, configMap, secret, downwardAPI, projected } of list(spec.volumes)) {
    if (isSet(configMap?.items)) {
      warnOfItems(name, () => `ConfigMap ${goQuote(text(configMap.name))}`, configMap.items, warnings);
    }
    if (isSet(secret?.items)) {
      warnOfItems(name, () => `Secret ${goQuote(text(secret.secretName))}`, secret.items, warnings);
    }
    if (isSet(downwardAPI?.items)) warnOfItems(name, () => 'DownwardAPI', downwardAPI.items, warnings);
    if (isSet(projected)) warnOfProjected(name, projected, warnings);
  }
}

type Items = readonly Pick<KeyToPath, 'path'>[] | undefined;

function warnOfItems(volume: string | undefined, describe: () => string, items: Items, warnings: WarningList): void {
  const paths = list(items);
  if (paths.length < 2) return;
  addPaths(volume, describe, [], pathsOfItems(paths, ''), warnings);
}

function warnOfProjected(volume: string | undefined, projected: ProjectedVolumeSource, warnings: WarningList): void {
  const seen: VirtualPath[] = [];
  let paths = NO_PATHS;
  for (const source of list(projected.sources)) {
    if (!SOURCES.some((field) => isSet(source[field]))) {
      warnings.add(`volume ${goQuote(text(volume))} (Projected) has no sources provided`);
      continue;
    }
    const own = pathsOfSource(source);
    paths = own ?? (warnings.minor <= REPEATS_SOURCES_UNTIL ? paths : NO_PATHS);
    addPaths(volume, () => 'Projected', seen, paths, warnings);
  }
}

const pathsOfItems = (items: Items, source: string): readonly VirtualPath[] =>
  list(items).map((item) => ({ path: text(item.path), source }));

/** undefined for a source that names no paths. */
function pathsOfSource(source: VolumeProjection): readonly VirtualPath[] | undefined {
  const { configMap, secret, downwardAPI, serviceAccountToken, clusterTrustBundle, podCertificate } = source;
  if (isSet(configMap?.items)) return pathsOfItems(configMap.items, `ConfigMap ${goQuote(text(configMap.name))}`);
  if (isSet(secret?.items)) return pathsOfItems(secret.items, `Secret ${goQuote(text(secret.name))}`);
  if (isSet(downwardAPI?.items)) return pathsOfItems(downwardAPI.items, 'DownwardAPI');
  if (isSet(serviceAccountToken)) return pathsOfItems([serviceAccountToken], 'ServiceAccountToken');
  if (isSet(clusterTrustBundle)) {
    const name = text(clusterTrustBundle.name ?? clusterTrustBundle.signerName);
    return pathsOfItems([clusterTrustBundle], `ClusterTrustBundle ${goQuote(name)}`);
  }
  if (!isSet(podCertificate)) return undefined;
  return [
    { path: text(podCertificate.certificateChainPath), source: 'PodCertificate chain' },
    { path: text(podCertificate.keyPath), source: 'PodCertificate key' },
    { path: text(podCertificate.credentialBundlePath), source: 'PodCertificate credential bundle' },
  ].filter(({ path }) => path !== '');
}

/** Compares each path with those before it, and remembers it in `seen`. */
function addPaths(
  volume: string | undefined,
  describe: () => string,
  seen: VirtualPath[],
  paths: readonly VirtualPath[],
  warnings: WarningList,
): void {
  for (const { path: written, source } of paths) {
    const added = { path: withoutTrailingSlashes(written), source };
    for (const other of seen) {
      if (!warnings.mayCompare()) return;
      if (!overlap(added.path, other.path)) continue;
      const overlapping = `${print(added)} with ${print(other)}`;
      warnings.add(`volume ${goQuote(text(volume))} (${describe()}): overlapping paths: ${overlapping}`);
    }
    seen.push(added);
  }
}

function withoutTrailingSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === '/') end -= 1;
  return end === path.length ? path : path.slice(0, end);
}

/** Whether the paths are the same or one lies below the other. */
function overlap(left: string, right: string): boolean {
  if (left === '' || right === '') return false;
  if (left.length === right.length) return left === right;
  const [shorter, longer] = left.length < right.length ? [left, right] : [right, left];
  return longer[shorter.length] === '/' && longer.startsWith(shorter);
}

const print = ({ path, source }: VirtualPath): string =>
  source === '' ? goQuote(path) : `${goQuote(path)} (${source})`;
