/** All rules, what gives an attacker most first: findings of one severity come in this order. */
import type { Rule } from '../rule.js';
import { defaultNamespace } from './namespace/default.js';
import { labelInvalid } from './namespace/label-invalid.js';
import { labelTypo } from './namespace/label-typo.js';
import { labelsMissing } from './namespace/labels-missing.js';
import { privilegedLevel } from './namespace/privileged-level.js';
import { admission } from './pod-security/admission.js';
import { appArmor } from './pod-security/app-armor.js';
import { capabilities } from './pod-security/capabilities.js';
import { dropAllCapabilities } from './pod-security/drop-all-capabilities.js';
import { hostNamespaces } from './pod-security/host-namespaces.js';
import { hostPathVolumes } from './pod-security/host-path-volumes.js';
import { hostPorts } from './pod-security/host-ports.js';
import { hostProbesAndLifecycle } from './pod-security/host-probes-and-lifecycle.js';
import { privilegeEscalation } from './pod-security/privilege-escalation.js';
import { privileged } from './pod-security/privileged.js';
import { procMount } from './pod-security/proc-mount.js';
import { procMountRestricted } from './pod-security/proc-mount-restricted.js';
import { restrictedVolumes } from './pod-security/restricted-volumes.js';
import { runAsNonRoot } from './pod-security/run-as-non-root.js';
import { runAsUser } from './pod-security/run-as-user.js';
import { seccompProfile } from './pod-security/seccomp-profile.js';
import { seccompProfileMissing } from './pod-security/seccomp-profile-missing.js';
import { selinuxOptions } from './pod-security/selinux-options.js';
import { sysctls } from './pod-security/sysctls.js';
import { windowsHostProcess } from './pod-security/windows-host-process.js';
import { admissionConfiguration } from './rbac/admission-configuration.js';
import { certificateApproval } from './rbac/certificate-approval.js';
import { clusterAdmin } from './rbac/cluster-admin.js';
import { codeInPods } from './rbac/code-in-pods.js';
import { constrainedImpersonation } from './rbac/constrained-impersonation.js';
import { createByName } from './rbac/create-by-name.js';
import { danglingRole } from './rbac/dangling-role.js';
import { defaultServiceAccount } from './rbac/default-service-account.js';
import { escalation } from './rbac/escalation.js';
import { everybody } from './rbac/everybody.js';
import { impersonation } from './rbac/impersonation.js';
import { impersonationWithoutEffect } from './rbac/impersonation-without-effect.js';
import { namespaceLabels } from './rbac/namespace-labels.js';
import { nodeProxy } from './rbac/node-proxy.js';
import { persistentVolumes } from './rbac/persistent-volumes.js';
import { secretsAccess } from './rbac/secrets-access.js';
import { tokenCreation } from './rbac/token-creation.js';
import { wildcard } from './rbac/wildcard.js';
import { workloadCreation } from './rbac/workload-creation.js';
import { apiWarning } from './schema/api-warning.js';
import { deprecatedApi } from './schema/deprecated-api.js';
import { droppedField } from './schema/dropped-field.js';
import { droppedPodField } from './schema/dropped-pod-field.js';
import { duplicateKey } from './schema/duplicate-key.js';
import { invalidValue } from './schema/invalid-value.js';
import { unavailableApi } from './schema/unavailable-api.js';
import { unknownField } from './schema/unknown-field.js';
import { unreadableObject } from './schema/unreadable-object.js';
import { wrongType } from './schema/wrong-type.js';
import { readOnlyRootFilesystem } from './security-context/read-only-root-filesystem.js';
import { startRefused } from './security-context/start-refused.js';
import { withoutEffect } from './security-context/without-effect.js';
import { breaks } from './user-namespaces/breaks.js';
import { candidate } from './user-namespaces/candidate.js';
import { refused } from './user-namespaces/refused.js';

export const rules: readonly Rule[] = [
  privileged,
  windowsHostProcess,
  everybody,
  defaultServiceAccount,
  wildcard,
  escalation,
  nodeProxy,
  hostPathVolumes,
  capabilities,
  hostNamespaces,
  procMount,
  clusterAdmin,
  impersonation,
  secretsAccess,
  tokenCreation,
  codeInPods,
  certificateApproval,
  admissionConfiguration,
  labelTypo,
  labelInvalid,
  admission,
  refused,
  droppedField,
  droppedPodField,
  unknownField,
  duplicateKey,
  unreadableObject,
  unavailableApi,
  wrongType,
  invalidValue,
  startRefused,
  workloadCreation,
  constrainedImpersonation,
  persistentVolumes,
  namespaceLabels,
  labelsMissing,
  privilegedLevel,
  seccompProfile,
  appArmor,
  selinuxOptions,
  sysctls,
  hostPorts,
  hostProbesAndLifecycle,
  runAsUser,
  runAsNonRoot,
  privilegeEscalation,
  withoutEffect,
  breaks,
  dropAllCapabilities,
  seccompProfileMissing,
  procMountRestricted,
  restrictedVolumes,
  readOnlyRootFilesystem,
  createByName,
  impersonationWithoutEffect,
  deprecatedApi,
  apiWarning,
  defaultNamespace,
  candidate,
  danglingRole,
];
