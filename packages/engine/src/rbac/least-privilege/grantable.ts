/** Whether a rule can allow this request and nothing beside it. */
import type { Attributes } from '../../authorization/attributes.js';

/**
 * False where a part of the request is written as a rule writes a wildcard, or is empty where a rule needs a value:
 * who could ask for the resource `*` must not be suggested a rule for every resource.
 */
export function isGrantable({ verb, resourceRequest, apiGroup, resource, subresource, path }: Attributes): boolean {
  const isPlain = (part: string): boolean => !part.includes('*');
  if (verb === '' || !isPlain(verb)) return false;
  if (!resourceRequest) return path.startsWith('/') && isPlain(path);
  return resource !== '' && [apiGroup, resource, subresource].every(isPlain) && !resource.includes('/');
}
