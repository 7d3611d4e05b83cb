/**
 * Resource claims of pods (dynamic resource allocation).
 * Source: pkg/apis/core/validation/validation.go validatePodResourceClaim.
 */
import type { PodResourceClaim, PodSpec } from '../../generated/types/core-v1.js';
import type { ObjectMeta } from '../../generated/types/meta-v1.js';
import { dns1123SubdomainProblems } from '../../names/index.js';
import { internalValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { report, validateDns1123Label } from '../name.js';
import { isSet, list, text, textEntry } from '../zero-value.js';
import { MIRROR_POD_ANNOTATION } from './annotations.js';
import type { ClaimNames } from './resources.js';

const NO_CLAIMS: ClaimNames = new Set();

export function claimNamesOf(spec: PodSpec): ClaimNames {
  if (!isSet(spec.resourceClaims)) return NO_CLAIMS;
  return new Set(
    list(spec.resourceClaims)
      .map((claim) => text(claim.name))
      .filter((name) => name !== ''),
  );
}

export function validateResourceClaims(
  spec: PodSpec,
  metadata: ObjectMeta | undefined,
  specPath: Path,
  errors: ErrorList,
): void {
  const claims = list(spec.resourceClaims);
  if (claims.length === 0) return;
  const isMirror = textEntry(metadata?.annotations, MIRROR_POD_ANNOTATION) !== undefined;
  const names = new Set<string>();
  for (let index = 0; index < claims.length; index += 1) {
    const claim = claims[index];
    if (claim === undefined) continue;
    if (isMirror) errors.forbidden(new Path(''), 'static pods do not support resource claims');
    else validateResourceClaim(claim, names, specPath.child('resourceClaims').index(index), errors);
  }
}

function validateResourceClaim(claim: PodResourceClaim, names: Set<string>, path: Path, errors: ErrorList): void {
  const name = text(claim.name);
  if (name === '') errors.required(path.child('name'));
  else if (names.has(name)) errors.duplicate(path.child('name'), name);
  else {
    validateDns1123Label(name, path, 'name', errors);
    names.add(name);
  }
  const { resourceClaimName, resourceClaimTemplateName } = claim;
  if (isSet(resourceClaimName) && isSet(resourceClaimTemplateName)) {
    const detail = 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified';
    errors.invalid(path, internalValue('core.PodResourceClaim', claim, errors.minor), detail);
  }
  if (!isSet(resourceClaimName) && !isSet(resourceClaimTemplateName)) {
    const detail = 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`';
    errors.invalid(path, internalValue('core.PodResourceClaim', claim, errors.minor), detail);
  }
  for (const field of ['resourceClaimName', 'resourceClaimTemplateName'] as const) {
    const value = claim[field];
    if (isSet(value)) report(text(value), dns1123SubdomainProblems(text(value)), path, field, errors);
  }
}
