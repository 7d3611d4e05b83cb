export { ASKS_EVERYTHING, type AskedFields, askedFields } from './asked-fields.js';
export {
  type AdmissionTarget,
  meansRequest,
  type RequestRules,
  unmatchedVersions,
} from './request-rules.js';
