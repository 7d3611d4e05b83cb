import { queryValues } from '@bulkhead/engine/authorization';

const NO_QUERY: ReadonlyMap<string, readonly string[]> = new Map();

/** Parameters of a request target, decoded. */
export function queryOf(target: string): ReadonlyMap<string, readonly string[]> {
  const question = target.indexOf('?');
  return question < 0 ? NO_QUERY : queryValues(target.slice(question + 1));
}
