/**
 * Impersonation of one request: which user it is to be handled as, or why not.
 *
 * With the gate ConstrainedImpersonation (alpha and off in 1.35, beta and on in 1.36) the constrained modes are tried
 * first, then the legacy one; the first that allows wins, and when none does the first refusal is the answer. The mode
 * that worked last for the requester may be tried before the others, as the API server does to save questions: it
 * changes which refusal is given, and which mode is found when several allow. Without the gate there is the legacy
 * filter alone.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/filters/impersonation/{constrained_impersonation,mode,cache}.go.
 */
import type { VersionProfile } from '@bulkhead/apimachinery';
import type { ApiStatus } from '../authorization/api-status.js';
import type { Attributes } from '../authorization/attributes.js';
import type { Procedure } from '../authorization/procedure.js';
import type { UserInfo } from '../authorization/user-info.js';
import { constrainedUser, identityRefusal } from './constrained-identity.js';
import { refusalOf } from './impersonation-check.js';
import {
  actionAttributes,
  type ConstrainedMode,
  IMPERSONATION_MODES,
  type ImpersonationMode,
  modeApplies,
} from './impersonation-mode.js';
import { impersonateByLegacyMode, impersonateByOldFilter } from './legacy-impersonation.js';

export type ImpersonationResult =
  | {
      readonly kind: 'impersonated';
      readonly user: UserInfo;
      readonly mode: ImpersonationMode;
      /** For the audit event's authenticationMetadata; `''` in legacy mode. */
      readonly constraint: string;
    }
  | { readonly kind: 'refused'; readonly status: ApiStatus };

/** `attributes` are those of the request, with the requester as the user. */
export function* impersonate(
  wanted: UserInfo,
  attributes: Attributes,
  profile: VersionProfile,
  lastMode?: ImpersonationMode,
): Procedure<ImpersonationResult> {
  if (!profile.enabled('ConstrainedImpersonation')) {
    const result = yield* impersonateByOldFilter(attributes.user, wanted);
    return result.kind === 'refused' ? result : { ...result, mode: 'legacy', constraint: '' };
  }
  let refusal: ImpersonationResult | undefined;
  for (const mode of orderOfModes(lastMode)) {
    const result = yield* tryMode(mode, wanted, attributes);
    if (result?.kind === 'impersonated') return result;
    refusal ??= result;
  }
  // Legacy mode always answers, so there is a refusal.
  return refusal ?? { kind: 'refused', status: NO_MODE };
}

const NO_MODE: ApiStatus = { code: 500, reason: '', message: 'all impersonation modes failed' };

function orderOfModes(lastMode: ImpersonationMode | undefined): readonly ImpersonationMode[] {
  if (lastMode === undefined) return IMPERSONATION_MODES;
  return [lastMode, ...IMPERSONATION_MODES.filter((mode) => mode !== lastMode)];
}

/** Undefined when the mode does not apply. */
function* tryMode(
  mode: ImpersonationMode,
  wanted: UserInfo,
  attributes: Attributes,
): Procedure<ImpersonationResult | undefined> {
  if (mode !== 'legacy') return yield* tryConstrainedMode(mode, wanted, attributes);
  const result = yield* impersonateByLegacyMode(attributes.user, wanted);
  return result.kind === 'refused' ? result : { ...result, mode, constraint: '' };
}

function* tryConstrainedMode(
  mode: ConstrainedMode,
  wanted: UserInfo,
  attributes: Attributes,
): Procedure<ImpersonationResult | undefined> {
  if (!modeApplies(mode, attributes.user, wanted)) return undefined;
  const status =
    (yield* refusalOf(actionAttributes(mode, attributes))) ?? (yield* identityRefusal(mode, attributes.user, wanted));
  if (status !== undefined) return { kind: 'refused', status };
  return { kind: 'impersonated', user: constrainedUser(wanted), mode, constraint: `impersonate:${mode}` };
}
