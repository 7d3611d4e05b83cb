/**
 * The clauses of an Accept header in the order in which a client wants them.
 *
 * Source: github.com/munnerlz/goautoneg.
 */
import type { ApiRequest } from './request.js';

export interface AcceptClause {
  readonly type: string;
  readonly subtype: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly q: number;
}

/** More clauses than any client sends are not read: each costs. */
const MAX_CLAUSES = 1000;

/** By falling `q`, then in the order of the header. */
export function parseAccept(header: string): readonly AcceptClause[] {
  const clauses: AcceptClause[] = [];
  for (const item of header.split(',', MAX_CLAUSES)) {
    const [name = '', ...rest] = item.trim().split(';');
    const [type = '', subtype = ''] = name.trim().split('/');
    if (type === '' || (subtype === '' && type !== '*')) continue;
    const parameters = parametersOf(rest);
    const q = parameters.get('q');
    const weight = q === undefined ? 1 : Number.parseFloat(q);
    parameters.delete('q');
    clauses.push({ type, subtype: subtype === '' ? '*' : subtype, parameters, q: Number.isNaN(weight) ? 1 : weight });
  }
  return clauses.sort((left, right) => right.q - left.q);
}

/** Whether a client takes one of the types, each as it stands: parameters, weights and wildcards are not looked at. */
export function accepts({ headers }: Pick<ApiRequest, 'headers'>, types: readonly string[]): boolean {
  const header = headers.get('accept')?.[0] ?? '';
  return header === '' || header.split(',').some((clause) => types.includes(clause.split(';', 1)[0]?.trim() ?? ''));
}

function parametersOf(items: readonly string[]): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const item of items) {
    const equals = item.indexOf('=');
    if (equals < 0) continue;
    const value = item.slice(equals + 1).trim();
    parameters.set(item.slice(0, equals).trim(), value.replace(/^"(.*)"$/, '$1'));
  }
  return parameters;
}
