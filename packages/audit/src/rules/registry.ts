/** All rules, a folder a family; of one severity and one gain, findings come in this order. */
import type { Rule } from '../rule.js';
import { admissionPolicyRules } from './admission-policy/index.js';
import { componentRules } from './component/index.js';
import { csiDriverRules } from './csi-driver/index.js';
import { cveRules } from './cve/index.js';
import { exposureRules } from './exposure/index.js';
import { imageRules } from './image/index.js';
import { namespaceRules } from './namespace/index.js';
import { networkPolicyRules } from './network-policy/index.js';
import { podSecurityRules } from './pod-security/index.js';
import { probeRules } from './probe/index.js';
import { rbacRules } from './rbac/index.js';
import { resourcesRules } from './resources/index.js';
import { schemaRules } from './schema/index.js';
import { secretRules } from './secret/index.js';
import { securityContextRules } from './security-context/index.js';
import { serviceAccountRules } from './service-account/index.js';
import { userNamespacesRules } from './user-namespaces/index.js';
import { versionRules } from './version/index.js';

export const rules: readonly Rule[] = [
  ...podSecurityRules,
  ...rbacRules,
  ...namespaceRules,
  ...userNamespacesRules,
  ...schemaRules,
  ...securityContextRules,
  ...imageRules,
  ...serviceAccountRules,
  ...secretRules,
  ...resourcesRules,
  ...probeRules,
  ...exposureRules,
  ...networkPolicyRules,
  ...admissionPolicyRules,
  ...csiDriverRules,
  ...componentRules,
  ...versionRules,
  ...cveRules,
];
