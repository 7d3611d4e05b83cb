/**
 * Tables: what `kubectl get` shows.
 *
 * Source: pkg/printers, k8s.io/apiserver/pkg/registry/rest/table.go.
 */
import type { Minor } from '@bulkhead/apimachinery';
import type { KubeObject } from '../registry/kube-object.js';
import { ageOf } from './age.js';
import { type Column, columnsOf, defaultColumns } from './columns.js';
import { podConditions, printerOf } from './printers/index.js';
import type { Cell, Cells, Printer } from './table-types.js';

export interface TableOptions {
  readonly group: string;
  /** Plural: `pods`. */
  readonly resource: string;
  readonly minor: Minor;
  /** Version of meta.k8s.io that the client asked for; `v1` when it is left out. */
  readonly version?: 'v1' | 'v1beta1';
  /** Milliseconds since the epoch; ages are counted from it. */
  readonly now: number;
  readonly includeObject: 'None' | 'Metadata' | 'Object';
  readonly metadata: object;
  /** False for the later events of a watch. */
  readonly withColumns: boolean;
}

/** The Table of meta.k8s.io. */
export function printTable(objects: readonly KubeObject[], options: TableOptions): object {
  const { group, resource, minor, version = 'v1', withColumns } = options;
  const own = columnsOf(group, resource, minor);
  const columns = own ?? defaultColumns();
  const printer = own === undefined ? undefined : printerOf(group, resource);
  const rows = objects.map((object) => printRow(object, columns, printer, options));
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${version}`,
    metadata: options.metadata,
    columnDefinitions: withColumns ? columns : null,
    // What has no printer of its own has no empty list either.
    rows: rows.length === 0 && own === undefined ? null : rows,
  };
}

function printRow(
  object: KubeObject,
  columns: readonly Column[],
  printer: Printer | undefined,
  { group, resource, minor, now, includeObject, version = 'v1' }: TableOptions,
): object {
  const cells = printer?.(object, { minor, now }) ?? {};
  const row = columns.map(({ name }) => cellOf(name, cells, object, now));
  const key = `${group}/${resource}`;
  // Rows of addresses have an age that no column is for.
  if (key === 'networking.k8s.io/ipaddresses') row.push(cellOf('Age', cells, object, now));
  const conditions = key === '/pods' ? podConditions(object) : undefined;
  return {
    cells: row,
    ...(conditions === undefined ? {} : { conditions }),
    object: includeObject === 'None' ? null : rowObject(object, includeObject, version),
  };
}

function cellOf(column: string, cells: Cells, { metadata }: KubeObject, now: number): Cell {
  const cell = cells[column];
  if (cell !== undefined) return cell;
  switch (column) {
    case 'Name':
      return metadata.name ?? '';
    case 'Age':
      return ageOf(metadata.creationTimestamp, now);
    case 'Created At':
      return metadata.creationTimestamp ?? '';
    default:
      return '';
  }
}

function rowObject(object: KubeObject, include: 'Metadata' | 'Object', version: string): object {
  if (include === 'Object') return object;
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata: object.metadata };
}
