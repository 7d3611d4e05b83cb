/** Impersonation: whom a request wants to be, and whether it may. */
export { type ImpersonationResult, impersonate } from './impersonate.js';
export {
  IMPERSONATION_CACHE_TTL_SECONDS,
  identityKey,
  impersonationKey,
  LAST_MODE_CACHE_SIZE,
} from './impersonation-cache-key.js';
export {
  type HeaderList,
  isImpersonationHeader,
  type WantedUser,
  wantedUser,
} from './impersonation-headers.js';
export {
  type ConstrainedMode,
  IMPERSONATION_MODES,
  type ImpersonationMode,
  modeApplies,
  nodeNameOf,
} from './impersonation-mode.js';
