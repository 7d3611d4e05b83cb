export { applyDefaults } from './apply-defaults.js';
export {
  defaultPullPolicy,
  type ImageReference,
  type ImageReferenceResult,
  imageTag,
  parseImageReference,
} from './image-reference.js';
