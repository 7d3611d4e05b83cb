/**
 * How a kubelet decides whether a pod must prove that it may have an image that the node has already: the feature gate,
 * the policy, and the list of images that are free for all.
 * Source: pkg/kubelet/images/pullmanager/image_pull_policies.go, pkg/kubelet/apis/config/validation/validation.go.
 */
import { parseImageReference } from '@bulkhead/apimachinery/defaults';
import type { ClusterProfile } from '@bulkhead/features';
import { objectOf } from '../security-context/plain-values.js';
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

/** The fields of a KubeletConfiguration that decide, as written: unknown in type. */
export interface VerificationConfiguration {
  readonly featureGates?: unknown;
  readonly imagePullCredentialsVerificationPolicy?: unknown;
  readonly preloadedImagesVerificationAllowlist?: unknown;
}

/** What kubelets of this profile do, with their configuration or without one. */
export function pullVerificationOf(
  profile: ClusterProfile,
  configuration: VerificationConfiguration = {},
): PullVerification {
  if (!isGateOn(profile, configuration)) return { policy: 'off', allowlist: [] };
  const policy = policyOf(configuration) ?? DEFAULT_POLICY;
  return { policy, allowlist: policy === 'NeverVerifyAllowlistedImages' ? allowlistOf(configuration) : [] };
}

function isGateOn(profile: ClusterProfile, { featureGates }: VerificationConfiguration): boolean {
  const gates = objectOf(featureGates as object | undefined);
  if (gates !== undefined && Object.hasOwn(gates, VERIFICATION_GATE)) {
    const value: unknown = Reflect.get(gates, VERIFICATION_GATE);
    if (typeof value === 'boolean') return value;
  }
  return profile.enabled(VERIFICATION_GATE);
}

const policyOf = (configuration: VerificationConfiguration): VerificationPolicy | undefined =>
  VERIFICATION_POLICIES.find((policy) => policy === configuration.imagePullCredentialsVerificationPolicy);

function allowlistOf({ preloadedImagesVerificationAllowlist: list }: VerificationConfiguration): readonly string[] {
  return Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string') : [];
}

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

/** The kubelet's own texts about settings with which it does not start. */
export function verificationErrors(
  profile: ClusterProfile,
  configuration: VerificationConfiguration,
): readonly { readonly field: keyof VerificationConfiguration; readonly message: string }[] {
  const policy = configuration.imagePullCredentialsVerificationPolicy ?? '';
  const allowlist = allowlistOf(configuration);
  if (!isGateOn(profile, configuration)) {
    const given = [
      ...(policy === '' ? [] : ['imagePullCredentialsVerificationPolicy' as const]),
      ...(allowlist.length === 0 ? [] : ['preloadedImagesVerificationAllowlist' as const]),
    ];
    return given.map((field) => ({
      field,
      message: `${INVALID}: \`${field}\` must not be set if ${VERIFICATION_GATE} feature gate is not enabled`,
    }));
  }
  const field = 'preloadedImagesVerificationAllowlist' as const;
  const problems = [];
  if (policy !== '' && policyOf(configuration) === undefined) {
    const message = `${INVALID}: option ${JSON.stringify(policy)} specified for imagePullCredentialsVerificationPolicy. ${VALID_OPTIONS}`;
    problems.push({ field: 'imagePullCredentialsVerificationPolicy' as const, message });
  }
  if (allowlist.length > 0 && policy !== 'NeverVerifyAllowlistedImages') {
    problems.push({ field, message: `${INVALID}: ${NOT_WITH_POLICY}` });
  }
  for (const pattern of allowlist) {
    const reason = patternError(pattern);
    if (reason !== undefined) {
      problems.push({ field, message: `${INVALID}: invalid image pattern in \`${field}\`: ${reason}` });
    }
  }
  return problems;
}

const INVALID = 'invalid configuration';
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
