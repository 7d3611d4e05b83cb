export { byteLength, exceedsBytes } from './byte-length.js';
export {
  DNS1035_LABEL_MAX_LENGTH,
  DNS1123_LABEL_MAX_LENGTH,
  DNS1123_SUBDOMAIN_MAX_LENGTH,
  dns1035LabelProblems,
  dns1123LabelProblems,
  dns1123SubdomainProblems,
  dns1123SubdomainWithUnderscoreProblems,
  wildcardDns1123SubdomainProblems,
} from './dns.js';
export {
  type DomainProblem,
  domainPrefixedKeyProblems,
  domainPrefixedPathProblems,
  fullyQualifiedDomainNameProblem,
  fullyQualifiedNameProblem,
} from './domain.js';
export {
  cIdentifierProblems,
  configMapKeyProblems,
  envVarNameProblems,
  httpHeaderNameProblems,
  percentProblems,
  relaxedEnvVarNameProblems,
} from './key.js';
export { LABEL_VALUE_MAX_LENGTH, labelValueProblems, qualifiedNameProblems } from './label.js';
export { EMPTY_MESSAGE, inclusiveRangeMessage, maxLengthMessage, NO_PROBLEMS, regexMessage } from './message.js';
export {
  type NameRule,
  nameIsDns1035Label,
  nameIsDnsLabel,
  nameIsDnsSubdomain,
  nameIsPathSegment,
} from './object-name.js';
export { pathSegmentNameProblems, pathSegmentPrefixProblems } from './path-segment.js';
export { PORT_NAME_MAX_LENGTH, portNameProblems, portNumberProblems } from './port.js';
