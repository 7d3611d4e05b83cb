/** The paths of groups and versions, as `/` lists them. */
import type { ServedResources } from './registry/served-resources.js';

export function pathsOf({ all }: ServedResources): readonly string[] {
  const paths = new Set<string>(['/api', '/apis']);
  for (const { group, versions } of all) {
    if (group !== '') paths.add(`/apis/${group}`);
    for (const { version } of versions) paths.add(group === '' ? `/api/${version}` : `/apis/${group}/${version}`);
  }
  return [...paths];
}
