/** Every record of the feed against a cluster that it affects and against one that it does not. */
import { describe, expect, it } from 'vitest';
import { builtInCves } from './built-in-feed.js';
import type { Cve } from './cve.js';
import { clusterWith, judged } from './cve-cluster.test-support.js';
import type { VersionRange } from './version-range.js';

/** What no input shows: only versions can be compared. */
const CLIENTS: ReadonlySet<string> = new Set([
  'client-csharp',
  'client-go',
  'image-builder',
  'runc',
  'opencontainers-selinux',
]);

/** Asks for a flag of the kubelet, which no Node reports. */
const OF_KUBELET_FLAGS = 'CVE-2020-8564';
/** By design in every version. */
const EVERYWHERE = 'CVE-2020-8554';

const testable = (cve: Cve) => cve.components.filter(({ name }) => !CLIENTS.has(name));
const rows = builtInCves().flatMap((cve) => {
  const [component] = testable(cve);
  const range = component?.ranges.find(({ unclearBefore }) => unclearBefore === undefined);
  return component === undefined || range === undefined ? [] : [{ id: cve.id, cve, name: component.name, range }];
});
const needsSpecialSetUp = ({ conditions }: Cve): boolean =>
  conditions.some(({ check }) => check.kind === 'manual' && !check.isUsual);

/** A version with the flaw: the first one, or one before the fix. */
function flawed({ introduced, fixed }: VersionRange): string {
  if (introduced !== '0' && !introduced.endsWith('-0'))
    return introduced.split('.').length === 2 ? `${introduced}.0` : introduced;
  const [major = 0, minor = 0, patch = 0] = (fixed ?? '1.20.1').split('-')[0]?.split('.').map(Number) ?? [];
  if (patch > 0) return `${major}.${minor}.${patch - 1}`;
  if (minor > 0) return `${major}.${minor - 1}.9`;
  return fixed?.includes('rc') === true ? `${major}.${minor}.${patch}-rc1` : `${major - 1}.9.9`;
}

describe('every record', () => {
  it.each(rows)('$id affects $name before the fix', ({ id, cve, name, range }) => {
    const result = judged(id, clusterWith(cve, name, flawed(range)));
    const isOldKernel = name === 'linux-kernel' && result.reason.includes('stable kernels');
    const isUnknown = needsSpecialSetUp(cve) || isOldKernel || id === OF_KUBELET_FLAGS;
    const expected = isUnknown ? 'unknown' : 'affected';
    expect(`${result.verdict}: ${result.reason}`).toMatch(new RegExp(`^${expected}`));
    expect(result.components[0]?.evidence[0]?.object.file).toBe('cluster.yaml');
  });

  it.each(rows.filter(({ range }) => range.fixed !== undefined))('$id does not affect $name with the fix', (row) => {
    // The newest line has the fix whatever the older ones have.
    const fixed = row.cve.components.flatMap(({ ranges }) => ranges.map((range) => range.fixed ?? ''));
    for (const version of fixed.filter((text) => text !== '')) {
      const result = judged(row.id, clusterWith(row.cve, row.name, version));
      const isOther = !row.cve.components.some(
        ({ name, ranges }) => name === row.name && ranges.some((range) => range.fixed === version),
      );
      if (!isOther) expect(`${version}: ${result.verdict}`).toBe(`${version}: not-affected`);
    }
  });

  it.each(rows)('$id is unknown for the build of a vendor, or not there', ({ id, cve, name, range }) => {
    if (range.fixed === undefined) return;
    const version = `${flawed(range)}-gke.1`;
    expect(judged(id, clusterWith(cve, name, version)).verdict).toBe('unknown');
  });

  it.each(builtInCves().map(({ id }) => ({ id })))('$id says something about an empty input', ({ id }) => {
    const result = judged(id, '');
    expect(result.verdict === 'affected').toBe(id === EVERYWHERE);
    expect(result.reason).not.toBe('');
  });
});
