/** Which columns the table of a resource has. */
import type { Minor } from '@bulkhead/apimachinery';
import { columnDescription } from './column-descriptions.js';
import { columnsText } from './generated/columns.js';

/** As `columnDefinitions` of a Table writes it. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

/** Of kinds that are no resource and yet printed. */
const FURTHER: ReadonlyMap<string, string> = new Map([['autoscaling/scales', 'Name~,Desired:i,Available:i,Age']]);

let texts: ReadonlyMap<string, readonly (readonly [since: Minor, columns: string])[]> | undefined;
const kept = new Map<string, readonly Column[]>();

/** The columns of a resource in a minor; undefined when it is printed as every other. */
export function columnsOf(group: string, resource: string, minor: Minor): readonly Column[] | undefined {
  let text = FURTHER.get(`${group}/${resource}`) ?? '';
  for (const [since, columns] of allTexts().get(`${group}/${resource}`) ?? []) if (since <= minor) text = columns;
  return text === '' ? undefined : columnsIn(text);
}

/** Of resources without columns of their own. */
export const defaultColumns = (): readonly Column[] => columnsIn('Name~,Created At:d');

function columnsIn(text: string): readonly Column[] {
  let columns = kept.get(text);
  if (columns === undefined) {
    columns = text.split(',').map(readColumn);
    kept.set(text, columns);
  }
  return columns;
}

function allTexts(): ReadonlyMap<string, readonly (readonly [Minor, string])[]> {
  if (texts === undefined) {
    const parsed: Record<string, Record<string, string>> = JSON.parse(columnsText);
    texts = new Map(
      Object.entries(parsed).map(([resource, runs]) => [
        resource,
        // Keys that are numbers rise.
        Object.entries(runs).map(([since, columns]) => [Number(since), columns] as const),
      ]),
    );
  }
  return texts;
}

const TYPES = new Map([
  [':i', 'integer'],
  [':b', 'boolean'],
  [':d', 'date'],
]);

function readColumn(text: string): Column {
  const [, name = '', format = '', type = '', wide = ''] = /^(.*?)(~?)(:[ibd])?(\*?)$/.exec(text) ?? [];
  return {
    name,
    type: TYPES.get(type) ?? 'string',
    format: format === '' ? '' : 'name',
    description: columnDescription(name),
    priority: wide === '' ? 0 : 1,
  };
}
