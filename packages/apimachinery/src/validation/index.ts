export { ErrorList } from './error-list.js';
export { Path } from './field-path.js';
export { validateLabelSelector } from './metadata/label-selector.js';
export { validateHostUsers } from './pod/host-users.js';
export { prepareObject } from './prepare-object.js';
export { invalidMessage } from './status-message.js';
export { semanticallyEqual } from './update/semantic-equal.js';
export { type UpdateContext, validateObjectUpdate } from './update/validate-update.js';
export { type ValidateOptions, validateObject } from './validate-object.js';
