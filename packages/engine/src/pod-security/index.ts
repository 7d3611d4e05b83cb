export { type RequestContext, validate } from './admission.js';
export { type SyncedPod, syncAppArmor } from './app-armor-sync.js';
export type { Attributes, ExistingPods, NamespaceLookup, Operation, RequestObject } from './attributes.js';
export type { Check, CheckPod, CheckResult, CodeVersions, VersionedCheck } from './check.js';
export { BASELINE_CAPABILITIES } from './checks/capabilities-baseline.js';
export {
  DEFAULT_CONFIGURATION,
  defaultPolicyOf,
  type PodSecurityConfiguration,
  type PodSecurityDefaults,
  startupError,
  validateConfiguration,
} from './configuration.js';
export { decodeAdmissionConfiguration, decodeConfiguration, type PluginConfiguration } from './configuration-decode.js';
export {
  type EvaluatedCheck,
  type EvaluatorOptions,
  evaluatePod,
  evaluatorFor,
  PodSecurityEvaluator,
  type Verdict,
} from './evaluator.js';
export {
  hasExemptRuntimeClass,
  isExemptNamespace,
  isExemptUser,
  NO_EXEMPTIONS,
  type PodSecurityExemptions,
} from './exemptions.js';
export { type LabelTypo, type LabelTypoKind, labelTypos } from './label-typos.js';
export {
  AUDIT_LABEL,
  AUDIT_VERSION_LABEL,
  ENFORCE_LABEL,
  ENFORCE_VERSION_LABEL,
  LABEL_PREFIX,
  type Labels,
  labelPath,
  type PolicyToEvaluate,
  policyToEvaluate,
  WARN_LABEL,
  WARN_VERSION_LABEL,
} from './labels.js';
export {
  compareLevels,
  formatLevelVersion,
  isEquivalent,
  isFullyPrivileged,
  isSameLevelVersion,
  LATEST,
  LEVELS,
  type Level,
  type LevelVersion,
  minorOf,
  type Policy,
  PRIVILEGED_POLICY,
  parseLevel,
  parseVersion,
  type Version,
  versionOf,
} from './level-version.js';
export { METRICS, type MetricEvent, type Mode } from './metrics.js';
export { validateNamespace } from './namespace-admission.js';
export { evaluatePodsInNamespace, MAX_PODS_TO_CHECK } from './namespace-dry-run.js';
export { validatePod } from './pod-admission.js';
export { validatePodController } from './pod-controller-admission.js';
export {
  type ExtractedPod,
  extractPod,
  extractPodAs,
  POD_HOLDERS,
  type PodHolder,
  pathInObject,
  podHolderOfKind,
  podHolderOfResource,
} from './pod-controllers.js';
export { type PodSecurityAdmission, podSecurityAdmission } from './pod-security-admission.js';
export { type PodLike, podView } from './pod-view.js';
export { CHECKS } from './registry.js';
export { type AdmissionResponse, AUDIT_ANNOTATION_PREFIX } from './response.js';
export { isSignificantPodUpdate } from './significant-update.js';
export type { DecodeOptions, Strict } from './strict-document.js';
