import type { Rule } from '../../rule.js';
import { admission } from './admission.js';
import { appArmor } from './app-armor.js';
import { capabilities } from './capabilities.js';
import { dropAllCapabilities } from './drop-all-capabilities.js';
import { hostNamespaces } from './host-namespaces.js';
import { hostPathVolumes } from './host-path-volumes.js';
import { hostPorts } from './host-ports.js';
import { hostProbesAndLifecycle } from './host-probes-and-lifecycle.js';
import { privilegeEscalation } from './privilege-escalation.js';
import { privileged } from './privileged.js';
import { procMount } from './proc-mount.js';
import { procMountRestricted } from './proc-mount-restricted.js';
import { restrictedVolumes } from './restricted-volumes.js';
import { runAsNonRoot } from './run-as-non-root.js';
import { runAsUser } from './run-as-user.js';
import { seccompProfile } from './seccomp-profile.js';
import { seccompProfileMissing } from './seccomp-profile-missing.js';
import { selinuxOptions } from './selinux-options.js';
import { sysctls } from './sysctls.js';
import { windowsHostProcess } from './windows-host-process.js';

export const podSecurityRules: readonly Rule[] = [
  privileged,
  windowsHostProcess,
  hostPathVolumes,
  capabilities,
  hostNamespaces,
  procMount,
  admission,
  seccompProfile,
  appArmor,
  selinuxOptions,
  sysctls,
  hostPorts,
  hostProbesAndLifecycle,
  runAsUser,
  runAsNonRoot,
  privilegeEscalation,
  dropAllCapabilities,
  seccompProfileMissing,
  procMountRestricted,
  restrictedVolumes,
];
