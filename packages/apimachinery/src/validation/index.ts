export { validateHostUsers } from './pod/host-users.js';
export { invalidMessage } from './status-message.js';
export { type ValidateOptions, validateObject } from './validate-object.js';
