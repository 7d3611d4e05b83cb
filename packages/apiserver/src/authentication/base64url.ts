/** Base64 of URLs without padding; undefined for what is not exactly that. */
export function decodeBase64url(text: string): Buffer | undefined {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return undefined;
  return Buffer.from(text, 'base64url');
}
