/**
 * From the words that people write for resources (`pods`, `pod`, `po`, `deployments.apps`) to kinds.
 */
import { type Lifecycle, lifecycles, serving } from '../lifecycle/lifecycle.js';
import type { Minor } from '../version.js';

/**
 * The APIs that a minor serves under the word: a resource name, a singular name, a short name or a kind, each with an
 * optional `.group`. Those that are served by default come first, of those the core group.
 */
export function findResources(word: string, minor: Minor): readonly Lifecycle[] {
  const lower = word.toLowerCase();
  const found = lifecycles().filter((api) => serving(api, minor) !== 'no' && isNamed(api, lower));
  return found.sort((a, b) => rank(a, minor) - rank(b, minor) || (a.group < b.group ? -1 : a.group > b.group ? 1 : 0));
}

const rank = (api: Lifecycle, minor: Minor): number => (serving(api, minor) === 'by-default' ? 0 : 1);

function isNamed({ resource, group }: Lifecycle, word: string): boolean {
  if (resource === undefined) return false;
  const names = [resource.name, resource.singular, ...resource.shortNames];
  return names.some((name) => name === word || (group !== '' && `${name}.${group}` === word));
}
