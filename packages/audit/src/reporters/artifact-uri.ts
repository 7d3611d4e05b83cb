/**
 * Names of files as URIs relative to the audited root (RFC 3986). A name that leads out of the root has none: a reader of
 * the report must not be sent to files that it never meant to show.
 */

/** The URI reference; undefined for a file outside of the root. `root` is an absolute folder with slashes. */
export function artifactUri(file: string, root = ''): string | undefined {
  const slashed = file.replaceAll('\\', '/');
  const base = root.endsWith('/') ? root : `${root}/`;
  const below = base !== '/' && slashed.startsWith(base) ? slashed.slice(base.length) : slashed;
  if (below.startsWith('/') || /^[a-z]:\//i.test(below)) return undefined;
  const segments: string[] = [];
  for (const segment of below.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.length === 0 ? undefined : segments.map(encoded).join('/');
}

const LONE_SURROGATES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const encoded = (segment: string): string => encodeURIComponent(segment.replaceAll(LONE_SURROGATES, '\ufffd'));
