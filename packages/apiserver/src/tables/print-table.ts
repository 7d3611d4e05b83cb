/**
 * Tables: what `kubectl get` shows.
 *
 * Source: pkg/printers, k8s.io/apiserver/pkg/registry/rest/table.go.
 */
import type { Minor } from '@bulkhead/apimachinery';
import { goJSON } from '@bulkhead/apimachinery/wire';
import type { KubeObject } from '../registry/kube-object.js';
import { ageOf } from './age.js';
import { type Column, columnsOf, defaultColumns } from './columns.js';
import { podConditions, printerOf } from './printers/index.js';
import type { Cell, Cells, PrintContext, Printer } from './table-types.js';

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
  const { includeObject, version = 'v1' } = options;
  const printer = new RowPrinter(options);
  const rows = objects.map((object) => ({
    ...printer.row(object),
    object: includeObject === 'None' ? null : rowObject(object, includeObject, version),
  }));
  // What has no printer of its own has no empty list either.
  return { ...tableHead(printer, options), rows: rows.length === 0 && !printer.isOwn ? null : rows };
}

/** An object, and its metadata as bytes of JSON. */
export interface TableItem {
  readonly object: KubeObject;
  readonly metadata: Uint8Array;
}

/** The Table with the metadata of each object, as JSON: what is written already is not written again. */
export function printTableBytes(items: readonly TableItem[], options: Omit<TableOptions, 'includeObject'>): Buffer {
  const { version = 'v1' } = options;
  const printer = new RowPrinter(options);
  const head = open(tableHead(printer, options));
  if (items.length === 0) return Buffer.from(`${head},"rows":${printer.isOwn ? '[]' : 'null'}}`);
  const object = `"object":{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/${version}","metadata":`;
  const pieces: Uint8Array[] = [];
  let before = `${head},"rows":[`;
  for (const item of items) {
    pieces.push(Buffer.from(`${before}${open(printer.row(item.object))},${object}`), item.metadata);
    before = '}},';
  }
  pieces.push(Buffer.from('}}]}'));
  return Buffer.concat(pieces);
}

/** The JSON of an object that goes on. */
const open = (object: object): string => goJSON(object).slice(0, -1);

function tableHead({ columns }: RowPrinter, { metadata, version = 'v1', withColumns }: Head): object {
  const columnDefinitions = withColumns ? columns : null;
  return { kind: 'Table', apiVersion: `meta.k8s.io/${version}`, metadata, columnDefinitions };
}

type Head = Pick<TableOptions, 'metadata' | 'version' | 'withColumns'>;

class RowPrinter {
  readonly columns: readonly Column[];
  /** Whether the resource has columns of its own. */
  readonly isOwn: boolean;
  readonly #printer: Printer | undefined;
  readonly #key: string;
  readonly #context: PrintContext;

  constructor({ group, resource, minor, now }: Pick<TableOptions, 'group' | 'resource' | 'minor' | 'now'>) {
    const own = columnsOf(group, resource, minor);
    this.columns = own ?? defaultColumns();
    this.isOwn = own !== undefined;
    this.#printer = own === undefined ? undefined : printerOf(group, resource);
    this.#key = `${group}/${resource}`;
    this.#context = { minor, now };
  }

  row(object: KubeObject): { readonly cells: readonly Cell[]; readonly conditions?: readonly object[] } {
    const { now } = this.#context;
    const own = this.#printer?.(object, this.#context) ?? {};
    const cells = this.columns.map(({ name }) => cellOf(name, own, object, now));
    // Rows of addresses have an age that no column is for.
    if (this.#key === 'networking.k8s.io/ipaddresses') cells.push(cellOf('Age', own, object, now));
    const conditions = this.#key === '/pods' ? podConditions(object) : undefined;
    return { cells, ...(conditions === undefined ? {} : { conditions }) };
  }
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
