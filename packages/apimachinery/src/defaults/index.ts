export { applyDefaults } from './apply-defaults.js';
export { defaultPullPolicy, imageTag } from './image-reference.js';
