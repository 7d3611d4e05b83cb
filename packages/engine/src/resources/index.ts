export {
  type ContainerResources,
  effectiveResources,
  NO_DEFAULTS,
  type ResourceDefaults,
  resourceDefaults,
} from './effective-resources.js';
export { type QuotaRefusal, quotaRefusal } from './quota-needs.js';
