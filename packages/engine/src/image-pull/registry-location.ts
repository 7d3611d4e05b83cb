/**
 * Where credentials hold: a registry, perhaps with a port and the beginning of a path. `*` stands for a part of a label
 * of the host; ports and paths are taken literally.
 * Source: pkg/credentialprovider/keyring.go (Add, ParseSchemelessURL, URLsMatch).
 */

export interface RegistryLocation {
  readonly labels: readonly string[];
  /** Empty where none is given. */
  readonly port: string;
  /** With its leading slash; empty where none is given. */
  readonly path: string;
}

/** What a Go URL may have as its host: no brackets but those of an IPv6 address, no backslash, no blanks. */
const HOST = /^(?:\[[0-9A-Fa-f:.]+\]|[\w.~!$&'()*+,;=<>"-]*)(?::\d*)?$/;

/** The location without its scheme; undefined for what is no URL. Query and fragment are cut off, as a URL's are. */
export function parseRegistryLocation(location: string): RegistryLocation | undefined {
  const [base = ''] = location.split(/[?#]/, 1);
  const slash = base.indexOf('/');
  const authority = slash < 0 ? base : base.slice(0, slash);
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (!HOST.test(host)) return undefined;
  const colon = host.lastIndexOf(':');
  const hasPort = colon > host.lastIndexOf(']');
  return {
    labels: (hasPort ? host.slice(0, colon) : host).split('.'),
    port: hasPort ? host.slice(colon + 1) : '',
    path: slash < 0 ? '' : base.slice(slash),
  };
}

/** The key of an entry of a Docker configuration, `https://index.docker.io/v1/`: host and path, if there is one. */
export function registryKey(entry: string): string | undefined {
  const base =
    entry.startsWith('https://') || entry.startsWith('http://') ? entry.slice(entry.indexOf('/') + 2) : entry;
  const location = parseRegistryLocation(base);
  if (location === undefined) return undefined;
  const { labels, port } = location;
  const path = /^\/v[12]\//.test(location.path) ? location.path.slice(3) : location.path;
  return `${labels.join('.')}${port === '' ? '' : `:${port}`}${path === '/' ? '' : path}`;
}

/** Whether credentials for the pattern hold for the image's repository. The path matches by its beginning, not by parts. */
export function matchesRegistry(pattern: string, repository: string): boolean {
  const wanted = parseRegistryLocation(pattern);
  const found = parseRegistryLocation(repository);
  if (wanted === undefined || found === undefined) return false;
  return (
    wanted.port === found.port &&
    wanted.labels.length === found.labels.length &&
    found.path.startsWith(wanted.path) &&
    wanted.labels.every((label, index) => matchesLabel(label, found.labels[index] ?? ''))
  );
}

/** A glob of `*` alone. Goes back to the last star only, so that it takes no more than the product of both lengths. */
function matchesLabel(pattern: string, text: string): boolean {
  if (!pattern.includes('*')) return pattern === text;
  let star = -1;
  let retry = 0;
  let at = 0;
  let index = 0;
  while (index < text.length) {
    if (pattern[at] === '*') {
      star = at;
      at += 1;
      retry = index;
    } else if (pattern[at] === text[index]) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      at = star + 1;
      retry += 1;
      index = retry;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
