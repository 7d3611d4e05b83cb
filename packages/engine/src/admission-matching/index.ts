export {
  type AdmissionTarget,
  meansRequest,
  type RequestRules,
  unmatchedVersions,
} from './request-rules.js';
