/** Whether the server works, whether it is ready, and which version it is. */
export { type HealthCheck, Milestone } from './health-check.js';
export { HEALTH_ENDPOINTS, HealthChecks, type HealthChecksOptions, type HealthEndpoint } from './health-checks.js';
export { statusPages } from './status-pages.js';
export { type VersionInput, versionInfo, versionResponse } from './version-info.js';
