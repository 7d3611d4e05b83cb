/**
 * One object of the input: what was written, what the API server would make of it, and where each field stands.
 */

import {
  type DecodedObject,
  type DecodeOptions,
  decodeObject,
  type SchemaFinding,
  type VersionProfile,
} from '@bulkhead/apimachinery';
import type { ObjectMeta } from '@bulkhead/apimachinery/types/meta-v1';
import type { ManifestObject } from '@bulkhead/manifest';
import { parseFieldPath } from './field-path.js';
import type { Location, ObjectIdentity } from './finding.js';

export class AuditObject {
  readonly file: string;
  readonly source: ManifestObject;
  readonly identity: ObjectIdentity;
  /** The object as the API server of the cluster's version would decode it: well typed, without what it drops. */
  readonly object: object;
  readonly metadata: ObjectMeta;
  readonly schemaFindings: readonly SchemaFinding[];

  constructor(file: string, source: ManifestObject, profile: VersionProfile, decoding: DecodeOptions) {
    this.file = file;
    this.source = source;
    const decoded: DecodedObject = decodeObject(source.value, profile, decoding);
    this.object = decoded.object;
    this.schemaFindings = decoded.findings;
    this.metadata = asObject(read(decoded.object, 'metadata'));
    this.identity = {
      apiVersion: text(read(source.value, 'apiVersion')),
      kind: text(read(source.value, 'kind')),
      namespace: text(this.metadata.namespace),
      name: text(this.metadata.name) || text(this.metadata.generateName),
    };
  }

  /** Where the field stands in its file; a field that is missing has the place of its nearest parent. */
  locate(fieldPath: string): Location {
    const { line, column } = this.source.place(parseFieldPath(fieldPath));
    return { file: this.file, line, column, fieldPath };
  }

  /** Whether the field stands in the file. */
  exists(fieldPath: string): boolean {
    return this.source.locate(parseFieldPath(fieldPath)) !== undefined;
  }
}

/** A property of a decoded object; undefined when it is not there. */
export const read = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Decoded metadata is well typed or absent; objects of unknown kinds may hold anything, so shapes are checked. */
function asObject(value: unknown): ObjectMeta {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const metadata = value as ObjectMeta;
  const isMap = (map: unknown): boolean =>
    map === undefined ||
    (typeof map === 'object' && map !== null && Object.values(map).every((item) => typeof item === 'string'));
  if (isMap(metadata.labels) && isMap(metadata.annotations)) return metadata;
  const { labels: _labels, annotations: _annotations, ...rest } = metadata;
  return rest;
}
