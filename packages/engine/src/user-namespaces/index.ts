export type { Break, BreakCause, UserNamespaceFacts } from './break.js';
export { type HostUsers, hostUsersOf } from './host-users.js';
export { type UserNamespaceReadiness, userNamespaceReadiness } from './readiness.js';
export {
  type IdmappedMounts,
  idmappedMounts,
  KERNEL_MINIMUM,
  OCI_RUNTIME_MINIMUM,
  RUNTIME_MINIMUM,
} from './requirements.js';
export { validateHostUsers } from './validate-host-users.js';
