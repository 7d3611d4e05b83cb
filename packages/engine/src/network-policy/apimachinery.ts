/**
 * What network policies need of the API's vocabulary, gathered in one place.
 */
export {
  type CIDR,
  cidrFamily,
  cidrProblems,
  cidrRange,
  formatIP,
  isStrictSubset,
  parseCIDR,
  parseIP,
} from '../../../apimachinery/src/ip/index.js';
export { nameIsDnsSubdomain, portNameProblems, portNumberProblems } from '../../../apimachinery/src/names/index.js';
export {
  type CompiledSelector,
  compileLabelSelector,
  formatRequirements,
  type Labels,
  MATCHES_EVERYTHING,
  MATCHES_NOTHING,
  matchesSelector,
} from '../../../apimachinery/src/selectors/index.js';
export { ErrorList } from '../../../apimachinery/src/validation/error-list.js';
export { Path } from '../../../apimachinery/src/validation/field-path.js';
export { validateLabelSelector } from '../../../apimachinery/src/validation/metadata/label-selector.js';
export { validateObjectMeta } from '../../../apimachinery/src/validation/metadata/object-meta.js';
