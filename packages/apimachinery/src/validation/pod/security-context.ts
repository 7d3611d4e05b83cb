/**
 * Security contexts of containers: privileged, user and group ids, procMount, seccomp, privilege escalation, Windows
 * options, AppArmor. Source: pkg/apis/core/validation/validation.go ValidateSecurityContext.
 */
import type { SecurityContext } from '../../generated/types/core-v1.js';
import { internalValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validateId } from '../number.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, texts } from '../zero-value.js';
import { validateAppArmorProfile } from './app-armor.js';
import { validateSeccompProfile } from './seccomp.js';
import { validateWindowsOptions } from './windows-options.js';

const PROC_MOUNTS: readonly string[] = ['Default', 'Unmasked'];
/** Before, Unmasked needed no user namespace. */
const UNMASKED_NEEDS_USER_NAMESPACE_SINCE = 30;

export function validateSecurityContext(
  context: SecurityContext | undefined,
  containerPath: Path,
  hasHostUsers: boolean,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  if (!isSet(context)) return;
  const path = containerPath.child('securityContext');
  if (context.privileged === true && !options.allowPrivileged) {
    errors.forbidden(path.child('privileged'), 'disallowed by cluster policy');
  }
  validateId(context.runAsUser, path, 'runAsUser', errors);
  validateId(context.runAsGroup, path, 'runAsGroup', errors);
  if (isSet(context.procMount)) validateProcMount(context.procMount, hasHostUsers, path, errors);
  validateSeccompProfile(context.seccompProfile, () => path.child('seccompProfile'), errors);
  if (context.allowPrivilegeEscalation === false) validateNoEscalation(context, path, errors);
  validateWindowsOptions(context.windowsOptions, () => path.child('windowsOptions'), errors);
  validateAppArmorProfile(context.appArmorProfile, () => path.child('appArmorProfile'), errors);
}

function validateProcMount(procMount: string, hasHostUsers: boolean, path: Path, errors: ErrorList): void {
  if (!PROC_MOUNTS.includes(procMount)) errors.notSupported(path.child('procMount'), procMount, PROC_MOUNTS);
  if (procMount === 'Unmasked' && hasHostUsers && errors.minor >= UNMASKED_NEEDS_USER_NAMESPACE_SINCE) {
    errors.invalid(path.child('procMount'), procMount, '`hostUsers` must be false to use `Unmasked`');
  }
}

/** Only the spelling with the prefix is caught, as upstream does. */
function validateNoEscalation(context: SecurityContext, path: Path, errors: ErrorList): void {
  if (context.privileged === true) {
    const detail = 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true';
    errors.invalid(path, internalValue('core.SecurityContext', context, errors.minor), detail);
  }
  for (const capability of texts(context.capabilities?.add)) {
    if (capability !== 'CAP_SYS_ADMIN') continue;
    const detail = 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN';
    errors.invalid(path, internalValue('core.SecurityContext', context, errors.minor), detail);
  }
}
