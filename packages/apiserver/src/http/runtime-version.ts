/**
 * Releases of Node that a server may stand on: those before have known holes in HTTP/2, TLS or the parser of headers.
 */
const FIRST_GOOD: ReadonlyMap<number, readonly [minor: number, patch: number]> = new Map([
  [20, [20, 2]],
  [22, [22, 2]],
  [24, [14, 1]],
]);
const NEWEST_KNOWN = 24;

/** Why the server must not start on this release, as one line; undefined when it may. */
export function runtimeProblem(version: string): string | undefined {
  const [major = 0, minor = 0, patch = 0] = version
    .replace(/^v/, '')
    .split('.')
    .map((part) => Number.parseInt(part, 10));
  if (major > NEWEST_KNOWN) return undefined;
  const first = FIRST_GOOD.get(major);
  const known = 'take 20.20.2, 22.22.2, 24.14.1 or newer';
  if (first === undefined) return `Node.js ${version} gets no security fixes; ${known}`;
  const isGood = minor > first[0] || (minor === first[0] && patch >= first[1]);
  return isGood ? undefined : `Node.js ${version} has known holes that clients can use; ${known}`;
}
