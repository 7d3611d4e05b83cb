/**
 * Whether the kubelet must go to the registry for an image that the node may have already: it need not when the pod
 * has credentials with which the image was pulled.
 * Source: pkg/kubelet/images/pullmanager/image_pull_manager.go (MustAttemptImagePull).
 */
import { imageWithoutTag } from './image-name.js';
import {
  isSameObject,
  MAX_SECRETS,
  type PullCredentials,
  type PulledRecord,
  type SecretCredential,
  type ServiceAccountCoordinates,
  withSecret,
} from './pulled-record.js';
import { type PullVerification, requiresVerification } from './verification-policy.js';

/** The credentials of a pod that match the image. */
export interface PodCredentials {
  readonly secrets: readonly SecretCredential[];
  /** The pod's service account, where a credential provider works with its token. */
  readonly serviceAccount?: ServiceAccountCoordinates;
}

export interface CachedImage {
  /** As the pod names it. */
  readonly image: string;
  readonly isPresent: boolean;
  readonly record: PulledRecord | 'none' | 'unreadable';
  /** A pull is going on, or was begun and never ended. */
  readonly hasIntent: boolean;
}

export interface PullDecision {
  readonly mustPull: boolean;
  /** The words of the kubelet's metric, and `absent`. */
  readonly reason: 'absent' | 'error' | 'credentialPolicyAllowed' | 'credentialRecordFound' | 'mustAuthenticate';
  /** The entry of the record as it is then written, where it changes. */
  readonly newEntry?: PullCredentials;
}

/** `credentials` is asked only when the answer depends on it; undefined says that they could not be looked up. */
export function mustAttemptPull(
  { image, isPresent, record, hasIntent }: CachedImage,
  verification: PullVerification,
  credentials: () => PodCredentials | undefined,
): PullDecision {
  if (!isPresent) return { mustPull: true, reason: 'absent' };
  if (verification.policy === 'off') return { mustPull: false, reason: 'credentialPolicyAllowed' };
  // Comes before the policy: a record that cannot be read forces a pull even where nothing is ever verified.
  if (record === 'unreadable') return { mustPull: true, reason: 'error' };
  if (!requiresVerification(image, record !== 'none' || hasIntent, verification)) {
    return { mustPull: false, reason: 'credentialPolicyAllowed' };
  }
  if (record === 'none') return MUST_AUTHENTICATE;
  const name = imageWithoutTag(image);
  if (name === undefined) return { mustPull: true, reason: 'error' };
  const entry = record.get(name);
  if (entry === undefined) return MUST_AUTHENTICATE;
  if (entry.nodePodsAccessible) return RECORD_FOUND;
  if (entry.secrets.length === 0 && entry.serviceAccounts.length === 0) return MUST_AUTHENTICATE;
  const own = credentials();
  return own === undefined ? { mustPull: true, reason: 'error' } : compareCredentials(entry, own);
}

const MUST_AUTHENTICATE: PullDecision = { mustPull: true, reason: 'mustAuthenticate' };
const RECORD_FOUND: PullDecision = { mustPull: false, reason: 'credentialRecordFound' };

/** The same credentials in whatever Secret, the same Secret with whatever credentials, or the same service account. */
function compareCredentials(entry: PullCredentials, { secrets, serviceAccount }: PodCredentials): PullDecision {
  const hasRoom = entry.secrets.length < MAX_SECRETS;
  for (const own of secrets) {
    for (const known of entry.secrets) {
      const isSameSecret = isSameObject(known, own);
      if (known.credentialHash !== '' && known.credentialHash === own.credentialHash) {
        return isSameSecret || !hasRoom ? RECORD_FOUND : { ...RECORD_FOUND, newEntry: withSecret(entry, own) };
      }
      if (isSameSecret && hasRoom) return { ...RECORD_FOUND, newEntry: withSecret(entry, own) };
    }
  }
  const isKnown =
    serviceAccount !== undefined && entry.serviceAccounts.some((each) => isSameObject(each, serviceAccount));
  return isKnown ? RECORD_FOUND : MUST_AUTHENTICATE;
}
