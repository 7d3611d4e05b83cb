export {
  APP_ARMOR_ANNOTATION_PREFIX,
  type EffectiveAppArmor,
} from './app-armor.js';
export {
  type CapabilityMistake,
  type CapabilitySets,
  capabilityMistakes,
  defaultCapabilities,
  grantedCapabilities,
} from './capabilities.js';
export {
  allCapabilityNames,
  type CapabilityRisk,
  capabilityMask,
  type LinuxCapability,
  linuxCapabilities,
  linuxCapability,
} from './capability-names.js';
export {
  type ChecklistAnswer,
  type ChecklistItem,
  type ChecklistPoint,
  hardeningChecklist,
} from './checklist.js';
export type { Dependency } from './dependencies.js';
export {
  type EffectiveCapabilities,
  type EffectiveContext,
  type EffectiveDevices,
  type EffectiveSources,
  effectiveContexts,
  ignoredSettings,
  type Source,
} from './effective-context.js';
export { type FieldSupport, fieldSupport, type GatedField } from './field-support.js';
export type { IgnoredSetting } from './ignored-settings.js';
export { type EffectiveMount, effectiveMounts, type ServiceAccountFacts } from './mounts.js';
export type { EffectiveNamespaces } from './namespaces.js';
export {
  type ContainerRuntime,
  DEFAULT_IDS_PER_POD,
  type GroupEntry,
  type ImageFacts,
  type ImageUser,
  type NodeFacts,
  nodeFactsOf,
  type PasswdEntry,
  type RuntimeHandlerFacts,
} from './node-facts.js';
export type { ContainerType } from './pod-containers.js';
export { type PrivilegedPort, privilegedPorts } from './privileged-ports.js';
export { seccompProfilePath } from './seccomp.js';
export { type RefusalReason, type StartRefusal, startRefusals } from './start-refusals.js';
export {
  type EffectiveSysctl,
  isSafeSysctl,
  normalizeSysctl,
  type SysctlNamespace,
  sysctlNamespace,
} from './sysctls.js';
export type { EffectiveWindows } from './windows.js';
