/**
 * The names by which images are compared: as written without tag and digest (pull records, allowlists), and whole, with
 * registry and folder (credentials).
 * Source: github.com/distribution/reference, pkg/kubelet/images/pullmanager/image_pull_manager.go (trimImageTagDigest).
 */
import { type ImageReferenceResult, parseImageReference } from '@bulkhead/apimachinery/defaults';

const DEFAULT_REGISTRY = 'docker.io';
const OFFICIAL_FOLDER = 'library';

/** Without tag and digest, spelled as it is; undefined for what is no image reference. */
export function imageWithoutTag(image: string): string | undefined {
  const reference = parseImageReference(image);
  return 'error' in reference ? undefined : reference.name;
}

/** `docker.io/library/nginx` of `nginx:1`; undefined for what is no image reference. */
export const repositoryOf = (image: string): string | undefined => wholeName(parseImageReference(image));

/** The same of a reference that was parsed already. */
export function wholeName(reference: ImageReferenceResult): string | undefined {
  if ('error' in reference) return undefined;
  const { domain, path } = reference;
  if (domain !== undefined && domain !== DEFAULT_REGISTRY && domain !== `index.${DEFAULT_REGISTRY}`) {
    return `${domain}/${path}`;
  }
  return `${DEFAULT_REGISTRY}/${path.includes('/') ? path : `${OFFICIAL_FOLDER}/${path}`}`;
}
