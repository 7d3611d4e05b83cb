export {
  canonicalCIDRProblems,
  canonicalIPProblems,
  cidrProblems,
  cidrWarnings,
  endpointIPProblems,
  ipProblems,
  ipWarnings,
} from './address-problems.js';
export {
  type CIDR,
  cidrContains,
  cidrFamily,
  cidrRange,
  formatCIDR,
  formatStrictCIDR,
  isStrictSubset,
  parseCIDR,
  parseCIDRStrictly,
} from './cidr.js';
export { formatIP, formatStrictIP, type IPAddress, parseIP, parseIPStrictly } from './ip-address.js';
