/** Whether an address on which something listens is the machine's own. */

/** Of `127.0.0.1`, `127.0.0.1:10249`, `[::1]:1`, `localhost`; not of an empty one, which is all addresses. */
export function isLoopback(address: string): boolean {
  const host = hostOf(address);
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

function hostOf(address: string): string {
  if (address.startsWith('[')) return address.slice(1, Math.max(1, address.indexOf(']')));
  const colon = address.indexOf(':');
  // More than one colon outside of brackets is an address of IPv6 alone.
  return colon === -1 || address.indexOf(':', colon + 1) !== -1 ? address : address.slice(0, colon);
}

/** The scheme and the authority of `http://127.0.0.1:2381/x`; undefined for what is no URL. */
export function urlParts(url: string): { readonly scheme: string; readonly authority: string } | undefined {
  const colon = url.indexOf('://');
  if (colon === -1) return undefined;
  const rest = url.slice(colon + 3);
  const slash = rest.indexOf('/');
  return { scheme: url.slice(0, colon).toLowerCase(), authority: slash === -1 ? rest : rest.slice(0, slash) };
}

/** Whether something is served or fetched over plain HTTP from other machines. */
export function isPlainHttp(url: string): boolean {
  const parts = urlParts(url);
  return parts?.scheme === 'http' && !isLoopback(parts.authority);
}
