/**
 * Tables: what `kubectl get` shows.
 *
 * Source: pkg/printers, k8s.io/apiserver/pkg/registry/rest/table.go.
 */
import type { Minor } from '@bulkhead/apimachinery';
import type { KubeObject } from '../registry/kube-object.js';

export interface TableOptions {
  readonly group: string;
  /** Plural: `pods`. */
  readonly resource: string;
  readonly apiVersion: string;
  readonly minor: Minor;
  /** Milliseconds since the epoch; ages are counted from it. */
  readonly now: number;
  readonly includeObject: 'None' | 'Metadata' | 'Object';
  readonly metadata: object;
  /** False for the later events of a watch. */
  readonly withColumns: boolean;
}

/** The Table of meta.k8s.io/v1. */
export function printTable(objects: readonly KubeObject[], options: TableOptions): object {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: options.metadata,
    columnDefinitions: options.withColumns ? COLUMNS : null,
    rows: objects.map((object) => ({
      cells: [object.metadata.name ?? '', object.metadata.creationTimestamp ?? ''],
      ...(options.includeObject === 'None' ? {} : { object: rowObject(object, options.includeObject) }),
    })),
  };
}

function rowObject(object: KubeObject, include: 'Metadata' | 'Object'): object {
  if (include === 'Object') return object;
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
}

const COLUMNS = [
  { name: 'Name', type: 'string', format: 'name', description: 'Name of the object', priority: 0 },
  { name: 'Created At', type: 'date', format: '', description: 'When the object was created', priority: 0 },
];
