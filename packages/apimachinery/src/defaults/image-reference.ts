/**
 * Image references as container runtimes read them, and the pull policy that follows from the tag.
 * Source: github.com/distribution/reference (grammar and messages), pkg/util/parsers/parsers.go ParseImageName.
 */

/** The parts of a reference as written; nothing is added. */
export interface ImageReference {
  /** Without tag and digest. */
  readonly name: string;
  /** The first part of the name, where it is a registry and no folder of the default one. */
  readonly domain?: string;
  /** What follows the registry. */
  readonly path: string;
  readonly tag?: string;
  /** `sha256:...` */
  readonly digest?: string;
}

export type ImageReferenceResult = ImageReference | { readonly error: string };

const TAG = /^\w[\w.-]{0,127}$/;
const PATH_COMPONENT = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const DOMAIN_LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const DOMAIN = new RegExp(`^(?:\\[[0-9a-fA-F:]+\\]|${DOMAIN_LABEL}(?:\\.${DOMAIN_LABEL})*)(?::[0-9]+)?$`);
/** Any digest of the grammar; which ones count is the digest's own matter. */
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const DIGEST_LENGTHS: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);
const IDENTIFIER = /^[a-f0-9]{64}$/;
const REFERENCE_MAX_LENGTH = 4096;
const NAME_MAX_LENGTH = 255;
const MALFORMED = 'invalid reference format';

/** The parts of the reference, or upstream's message about what is wrong with it. */
export function parseImageReference(image: string): ImageReferenceResult {
  // Longer than every name, tag and digest together can be.
  if (image.length > REFERENCE_MAX_LENGTH) return { error: MALFORMED };
  if (IDENTIFIER.test(image)) {
    return { error: `invalid repository name (${image}), cannot specify 64-byte hexadecimal strings` };
  }
  const at = image.indexOf('@');
  const digest = at < 0 ? undefined : image.slice(at + 1);
  const rest = at < 0 ? image : image.slice(0, at);
  const colon = rest.lastIndexOf(':');
  const hasTag = colon > rest.lastIndexOf('/');
  const tag = hasTag ? rest.slice(colon + 1) : undefined;
  const name = hasTag ? rest.slice(0, colon) : rest;
  const domain = domainOf(name);
  const path = domain === undefined ? name : name.slice(domain.length + 1);
  const error = upperCaseError(image, domain) ?? nameError(domain, path) ?? tagError(tag) ?? digestError(digest);
  if (error !== undefined) return { error };
  return {
    name,
    path,
    ...(domain === undefined ? {} : { domain }),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** The first part, where it has a dot, a port or a capital, or is `localhost`. */
function domainOf(name: string): string | undefined {
  const slash = name.indexOf('/');
  if (slash < 0) return undefined;
  const first = name.slice(0, slash);
  return /[.:A-Z]/.test(first) || first === 'localhost' ? first : undefined;
}

/** Asked before anything else, of everything between the registry and the first colon. */
function upperCaseError(image: string, domain: string | undefined): string | undefined {
  const remainder = domain === undefined ? image : image.slice(domain.length + 1);
  const colon = remainder.indexOf(':');
  const remote = colon < 0 ? remainder : remainder.slice(0, colon);
  if (!/[A-Z]/.test(remote)) return undefined;
  const shown = domain === undefined && !remainder.includes('/') ? `library/${remote}` : remote;
  return `${MALFORMED}: repository name (${shown}) must be lowercase`;
}

function nameError(domain: string | undefined, path: string): string | undefined {
  if (domain !== undefined && !DOMAIN.test(domain)) return MALFORMED;
  if (!path.split('/').every((component) => PATH_COMPONENT.test(component))) return MALFORMED;
  const length = path.length + (domain === undefined ? 0 : domain.length + 1);
  return length > NAME_MAX_LENGTH ? `repository name must not be more than ${NAME_MAX_LENGTH} characters` : undefined;
}

const tagError = (tag: string | undefined): string | undefined =>
  tag === undefined || TAG.test(tag) ? undefined : MALFORMED;

function digestError(digest: string | undefined): string | undefined {
  if (digest === undefined) return undefined;
  if (!DIGEST.test(digest)) return MALFORMED;
  const colon = digest.indexOf(':');
  const hex = digest.slice(colon + 1);
  const length = DIGEST_LENGTHS.get(digest.slice(0, colon));
  if (length === undefined) return 'unsupported digest algorithm';
  if (hex.length !== length) return 'invalid checksum digest length';
  return /^[a-f0-9]+$/.test(hex) ? undefined : 'invalid checksum digest format';
}

/** The tag, `latest` where neither tag nor digest is given, and the empty text for what is no image reference. */
export function imageTag(image: string): string {
  const reference = parseImageReference(image);
  if ('error' in reference) return '';
  return reference.tag ?? (reference.digest === undefined ? 'latest' : '');
}

/** Always for `latest`, IfNotPresent for everything else. */
export const defaultPullPolicy = (image: string | undefined): string =>
  imageTag(typeof image === 'string' ? image : '') === 'latest' ? 'Always' : 'IfNotPresent';
