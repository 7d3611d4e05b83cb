/** Objects are printed in the cells that a real server of 1.35 recorded, under the same columns. */
import { readdirSync, readFileSync } from 'node:fs';
import { printTable } from '@bulkhead/apiserver/tables';
import { expect, it } from 'vitest';
import { describeShared } from './shared.js';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly priority: number;
}

interface Table {
  readonly columnDefinitions: readonly Column[];
  readonly rows: readonly { readonly cells: readonly unknown[] }[] | null;
}

interface Recorded {
  readonly empty: Table;
  readonly one?: Table;
  readonly object?: { readonly apiVersion: string; readonly kind: string; readonly metadata: object };
}

const columnsOf = ({ columnDefinitions }: Table): Column[] =>
  columnDefinitions.map(({ name, type, format, priority }) => ({ name, type, format, priority }));

/** The recording does not say when the objects were made. */
const timeless = (cell: unknown): unknown =>
  typeof cell === 'string' && /^\d+[sd]$|^\d{4}-\d\d-\d\dT/.test(cell) ? 'AGE' : cell;
/** Objects that a controller changed between the two recordings. */
const CHANGED: ReadonlyMap<string, object> = new Map([
  ['core__v1__persistentvolumes.json', { status: { phase: 'Available' } }],
]);
const NOW = '2026-11-22T05:55:49Z';

describeShared('tables of 1.35', (shared) => {
  const folder = `${shared}data/reference-1.35/tables/`;
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

  it.each(files)('%s', (file) => {
    const { empty, one, object }: Recorded = JSON.parse(readFileSync(folder + file, 'utf8'));
    const [group = '', , resource = ''] = file.slice(0, -'.json'.length).split('__');
    const row = one?.rows?.[0];
    const print = (objects: readonly object[]): Table =>
      // oxlint-disable-next-line no-unsafe-type-assertion -- what is printed is compared with a Table
      printTable(objects as Parameters<typeof printTable>[0], {
        group: group === 'core' ? '' : group,
        resource,
        minor: 35,
        now: Date.parse(NOW),
        includeObject: 'Metadata',
        metadata: {},
        withColumns: true,
      }) as Table;

    expect(columnsOf(print([]))).toEqual(columnsOf(empty));
    expect(print([]).rows).toEqual(empty.rows);
    if (object === undefined || row === undefined) return;
    const printed = print([
      { ...object, ...CHANGED.get(file), metadata: { ...object.metadata, creationTimestamp: NOW } },
    ]).rows?.[0];
    expect(printed?.cells.map(timeless)).toEqual(row.cells.map(timeless));
  });
});
