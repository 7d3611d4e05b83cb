/** The cases of all families, by rule. Test data. */
import { ADMISSION_POLICY_CASES } from './admission-policy/admission-policy-cases.js';
import { COMPONENT_CASES } from './component/component-cases.js';
import { CSI_DRIVER_CASES } from './csi-driver/csi-driver-cases.js';
import { CVE_CASES } from './cve/cve-cases.js';
import { EXPOSURE_CASES } from './exposure/exposure-cases.js';
import { IMAGE_CASES } from './image/image-cases.js';
import { NETWORK_POLICY_CASES } from './network-policy/network-policy-cases.js';
import { PROBE_CASES } from './probe/probe-cases.js';
import { RBAC_CASES } from './rbac/rbac-cases.js';
import { RESOURCES_CASES } from './resources/resources-cases.js';
import type { RuleCase } from './rule-case.js';
import { CASES as POD_CASES } from './rule-cases.js';
import { SECRET_CASES } from './secret/secret-cases.js';
import { SERVICE_ACCOUNT_CASES } from './service-account/service-account-cases.js';
import { VERSION_CASES } from './version/version-cases.js';

export const CASES: Readonly<Record<string, RuleCase>> = {
  ...POD_CASES,
  ...RBAC_CASES,
  ...IMAGE_CASES,
  ...SERVICE_ACCOUNT_CASES,
  ...SECRET_CASES,
  ...RESOURCES_CASES,
  ...PROBE_CASES,
  ...EXPOSURE_CASES,
  ...NETWORK_POLICY_CASES,
  ...ADMISSION_POLICY_CASES,
  ...CSI_DRIVER_CASES,
  ...COMPONENT_CASES,
  ...VERSION_CASES,
  ...CVE_CASES,
};
