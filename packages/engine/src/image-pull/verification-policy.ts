/**
 * How a kubelet decides whether a pod must prove that it may have an image that the node has already: the feature gate,
 * the policy, and the list of images that are free for all.
 * Source: pkg/kubelet/images/pullmanager/image_pull_policies.go, pkg/kubelet/apis/config/validation/validation.go.
 */
import { parseImageReference } from '@bulkhead/apimachinery/defaults';
import { imageWithoutTag } from './image-name.js';

export const VERIFICATION_GATE = 'KubeletEnsureSecretPulledImages';

export const VERIFICATION_POLICIES = [
  'NeverVerify',
  'NeverVerifyPreloadedImages',
  'NeverVerifyAllowlistedImages',
  'AlwaysVerify',
] as const;

export type VerificationPolicy = (typeof VERIFICATION_POLICIES)[number];

const DEFAULT_POLICY: VerificationPolicy = 'NeverVerifyPreloadedImages';

export interface PullVerification {
  /** `off`: the gate is off, nothing is recorded and nothing is asked. */
  readonly policy: VerificationPolicy | 'off';
  readonly allowlist: readonly string[];
}

/** What a kubelet is told; values as written, unknown in type. */
export interface VerificationSettings {
  readonly isGateOn: boolean;
  readonly policy?: unknown;
  readonly allowlist?: unknown;
}

/** What a kubelet with these settings does. */
export function pullVerificationOf({ isGateOn, policy, allowlist }: VerificationSettings): PullVerification {
  if (!isGateOn) return { policy: 'off', allowlist: [] };
  const own = asPolicy(policy) ?? DEFAULT_POLICY;
  return { policy: own, allowlist: own === 'NeverVerifyAllowlistedImages' ? textsOf(allowlist) : [] };
}

const asPolicy = (text: unknown): VerificationPolicy | undefined =>
  VERIFICATION_POLICIES.find((policy) => policy === text);

const textsOf = (list: unknown): readonly string[] =>
  Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string') : [];

/**
 * Whether a pod that wants the image must have credentials that pulled it. `pulledByKubelet`: some pod's pull brought it
 * to the node, or is about to. Whoever is on the allowlist is free even then.
 */
export function requiresVerification(
  image: string,
  pulledByKubelet: boolean,
  { policy, allowlist }: PullVerification,
): boolean {
  switch (policy) {
    case 'off':
    case 'NeverVerify':
      return false;
    case 'NeverVerifyPreloadedImages':
      return pulledByKubelet;
    case 'NeverVerifyAllowlistedImages':
      return !isAllowlisted(image, allowlist);
    case 'AlwaysVerify':
      return true;
  }
}

/** Names are compared as they are written: `ubuntu` is not `docker.io/library/ubuntu`. */
export function isAllowlisted(image: string, allowlist: readonly string[]): boolean {
  const name = imageWithoutTag(image) ?? image;
  return allowlist.some((pattern) =>
    pattern.endsWith('/*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
}

export type VerificationField = 'imagePullCredentialsVerificationPolicy' | 'preloadedImagesVerificationAllowlist';

export interface VerificationError {
  readonly field: VerificationField;
  readonly message: string;
}

/** The kubelet's own texts about settings with which it does not start. */
export function verificationErrors(settings: VerificationSettings): readonly VerificationError[] {
  const policy = settings.policy ?? '';
  const allowlist = textsOf(settings.allowlist);
  const errors: VerificationError[] = [];
  const add = (field: VerificationField, what: string): void => {
    errors.push({ field, message: `invalid configuration: ${what}` });
  };
  if (!settings.isGateOn) {
    const why = `must not be set if ${VERIFICATION_GATE} feature gate is not enabled`;
    if (policy !== '') add(POLICY, `\`${POLICY}\` ${why}`);
    if (allowlist.length > 0) add(ALLOWLIST, `\`${ALLOWLIST}\` ${why}`);
    return errors;
  }
  if (policy !== '' && asPolicy(policy) === undefined) {
    add(POLICY, `option ${JSON.stringify(policy)} specified for ${POLICY}. ${VALID_OPTIONS}`);
  }
  if (allowlist.length > 0 && policy !== 'NeverVerifyAllowlistedImages') add(ALLOWLIST, NOT_WITH_POLICY);
  for (const pattern of allowlist) {
    const reason = patternError(pattern);
    if (reason !== undefined) add(ALLOWLIST, `invalid image pattern in \`${ALLOWLIST}\`: ${reason}`);
  }
  return errors;
}

const POLICY = 'imagePullCredentialsVerificationPolicy';
const ALLOWLIST = 'preloadedImagesVerificationAllowlist';
const VALID_OPTIONS =
  'Valid options are "NeverVerify", "NeverVerifyPreloadedImages", "NeverVerifyAllowlistedImages" or "AlwaysVerify"';
/** The misspelling is the kubelet's. */
const NOT_WITH_POLICY =
  'can\'t set `preloadedImagesVerificationAllowlist` if `imagePullCredentialsVertificationPolicy` is not "NeverVerifyAllowlistedImages"';

/** What is wrong with an entry of the allowlist, in the kubelet's words; undefined when nothing is. */
export function patternError(pattern: string): string | undefined {
  if (pattern.trim() !== pattern) return `leading/trailing spaces are not allowed: ${pattern}`;
  const isWildcard = pattern.endsWith('/*');
  const name = isWildcard ? pattern.slice(0, -1) : pattern;
  if (name === '') return `the supplied pattern is too short: ${pattern}`;
  if (name.includes('*')) return `not a valid wildcard pattern, only patterns ending with '/*' are allowed: ${pattern}`;
  if (isWildcard) return name === '/' ? 'at least registry hostname is required' : undefined;
  const reference = parseImageReference(name);
  if ('error' in reference) return `failed to parse as an image name: ${reference.error}`;
  const isBare = reference.tag === undefined && reference.digest === undefined;
  return isBare ? undefined : `neither tag nor digest is accepted in an image reference: ${pattern}`;
}
