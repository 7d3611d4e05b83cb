export { applyDefaults } from './apply-defaults.js';
export { defaultPullPolicy, type ImageReference, imageTag, parseImageReference } from './image-reference.js';
