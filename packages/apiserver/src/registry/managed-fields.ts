/**
 * Who owns which field: kept in `metadata.managedFields` with every write.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/handlers/fieldmanager; the ResetFields of the strategies under pkg/registry.
 */
import { type KindModel, type Minor, typeOfKind } from '@bulkhead/apimachinery';
import { goForm } from '@bulkhead/apimachinery/wire';
import { type ApplyResult, FieldManager, type Fields, fieldsOfPaths, type JsonObject } from '@bulkhead/patch';
import { convert } from './conversion.js';
import type { KubeObject } from './kube-object.js';
import { withMetadata } from './object-meta.js';
import type { ResetFields } from './strategy.js';

export interface TrackedUpdate {
  /** Undefined for a new object. */
  readonly live: KubeObject | undefined;
  readonly object: KubeObject;
  readonly manager: string;
  readonly subresource: string;
  /** RFC 3339, seconds. */
  readonly now: string;
}

export interface AppliedConfiguration {
  readonly live: KubeObject | undefined;
  /** As it was sent. */
  readonly configuration: JsonObject;
  readonly manager: string;
  readonly force: boolean;
  readonly subresource: string;
  readonly now: string;
}

export class FieldTracker {
  readonly #minor: Minor;
  readonly #resetFields: ResetFields;
  readonly #managers = new Map<string, FieldManager>();

  constructor(minor: Minor, resetFields: ResetFields = {}) {
    this.#minor = minor;
    this.#resetFields = resetFields;
  }

  /** The object with the books brought up to date. */
  update(kind: KindModel, { live, object, manager, subresource, now }: TrackedUpdate): KubeObject {
    // Fields are compared as Go would write them, however the client wrote them. An empty list is one until it is stored.
    const written = goForm(object, kind, this.#minor, 'json');
    const tracked = this.#manager(kind, subresource).update(asJson(live), written as JsonObject, manager, now);
    const { managedFields } = (tracked as unknown as KubeObject).metadata;
    if (managedFields === undefined) {
      const { managedFields: _, ...metadata } = object.metadata;
      return { ...object, metadata };
    }
    return withMetadata(object, { managedFields });
  }

  /** Server-side apply: the object that is to be, or the conflicts. */
  apply(kind: KindModel, { live, configuration, subresource, ...options }: AppliedConfiguration): ApplyResult {
    return this.#manager(kind, subresource).apply(asJson(live), configuration, options);
  }

  #manager(kind: KindModel, subresource: string): FieldManager {
    const key = `${kind.apiVersion}/${kind.kind}/${subresource}`;
    let manager = this.#managers.get(key);
    if (manager === undefined) {
      const { apiVersion, typeName } = kind;
      const resetFields = resetFieldsOf(kind, subresource, this.#resetFields[subresource]);
      manager = new FieldManager({ apiVersion, kind: kind.kind, typeName }, this.#minor, {
        subresource,
        convert: (object, to) => asJson(convert(object as unknown as KubeObject, to)),
        ...(resetFields === undefined ? {} : { resetFields }),
      });
      this.#managers.set(key, manager);
    }
    return manager;
  }
}

/** Objects of the registry are JSON. */
function asJson(object: KubeObject): JsonObject;
function asJson(object: KubeObject | undefined): JsonObject | undefined;
function asJson(object: KubeObject | undefined): JsonObject | undefined {
  return object;
}

/** What an endpoint does not write belongs to nobody who writes there. */
function resetFieldsOf(kind: KindModel, subresource: string, own: readonly string[] | undefined): Fields | undefined {
  if (own !== undefined) return own.length === 0 ? undefined : fieldsOfPaths(...own.map(asPath));
  if (subresource === 'status') return fieldsOfPaths(['f:spec']);
  const hasStatus = subresource === '' && typeOfKind(kind).fields.has('status');
  return hasStatus ? fieldsOfPaths(['f:status']) : undefined;
}

const asPath = (path: string): string[] => path.split('.').map((name) => `f:${name}`);
