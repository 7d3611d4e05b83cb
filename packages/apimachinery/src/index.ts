export * from './field-error.js';
export * from './version.js';
export type { VersionProfile } from './version-profile.js';
