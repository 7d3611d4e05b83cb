/**
 * The tag of an image, as far as the pull policy depends on it.
 * Source: pkg/util/parsers/parsers.go ParseImageName, github.com/distribution/reference.
 */

const TAG = /^\w[\w.-]{0,127}$/;
const PATH_COMPONENT = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const DOMAIN_LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const DOMAIN = new RegExp(`^(?:\\[[0-9a-fA-F:]+\\]|${DOMAIN_LABEL}(?:\\.${DOMAIN_LABEL})*)(?::[0-9]+)?$`);
const DIGEST_LENGTHS: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);
const REFERENCE_MAX_LENGTH = 4096;
const NAME_MAX_LENGTH = 255;

/** The tag, `latest` where neither tag nor digest is given, and the empty text for what is no image reference. */
export function imageTag(image: string): string {
  if (image.length > REFERENCE_MAX_LENGTH || /^[a-f0-9]{64}$/.test(image)) return '';
  const at = image.indexOf('@');
  const digest = at < 0 ? undefined : image.slice(at + 1);
  const rest = at < 0 ? image : image.slice(0, at);
  const colon = rest.lastIndexOf(':');
  const hasTag = colon > rest.lastIndexOf('/');
  const tag = hasTag ? rest.slice(colon + 1) : undefined;
  if (!isName(hasTag ? rest.slice(0, colon) : rest)) return '';
  if (tag !== undefined && !TAG.test(tag)) return '';
  if (digest !== undefined && !isDigest(digest)) return '';
  return tag ?? (digest === undefined ? 'latest' : '');
}

function isName(name: string): boolean {
  if (name.length > NAME_MAX_LENGTH) return false;
  const components = name.split('/');
  const [first = ''] = components;
  const hasDomain = components.length > 1 && (/[.:]/.test(first) || first === 'localhost' || /[A-Z]/.test(first));
  if (hasDomain && !DOMAIN.test(first)) return false;
  return components.slice(hasDomain ? 1 : 0).every((component) => PATH_COMPONENT.test(component));
}

function isDigest(digest: string): boolean {
  const [algorithm = '', hex = ''] = digest.split(':', 3);
  return (
    DIGEST_LENGTHS.get(algorithm) === hex.length &&
    /^[a-f0-9]+$/.test(hex) &&
    digest.length === algorithm.length + 1 + hex.length
  );
}

/** Always for `latest`, IfNotPresent for everything else. */
export const defaultPullPolicy = (image: string | undefined): string =>
  imageTag(typeof image === 'string' ? image : '') === 'latest' ? 'Always' : 'IfNotPresent';
