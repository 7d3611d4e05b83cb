/**
 * Names of resources: cpu, hugepages-2Mi, example.com/gpu, and what each may be used for.
 * Source: pkg/apis/core/helper/helpers.go, pkg/apis/core/validation/validation.go validateResourceName.
 */
import type { Verbatim } from '../field-error.js';
import { qualifiedNameProblems } from '../names/index.js';
import { milliValue, parseQuantity, type Quantity, wholeValue } from '../quantity/index.js';
import type { Minor } from '../version.js';
import { resourceNameValue } from './bad-value.js';
import type { ErrorList } from './error-list.js';
import type { Path } from './field-path.js';

const HUGE_PAGES_PREFIX = 'hugepages-';
const QUOTA_HUGE_PAGES_PREFIX = 'requests.hugepages-';
const REQUESTS_PREFIX = 'requests.';
const NATIVE_DOMAIN = 'kubernetes.io/';

const CONTAINER_RESOURCES: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage']);
const COUNTED_RESOURCES = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];
const INTEGER_RESOURCES: ReadonlySet<string> = new Set(COUNTED_RESOURCES);
const QUOTA_RESOURCES: ReadonlySet<string> = new Set([
  ...CONTAINER_RESOURCES,
  ...['cpu', 'memory', 'ephemeral-storage', 'storage'].map((name) => `requests.${name}`),
  ...['cpu', 'memory', 'ephemeral-storage'].map((name) => `limits.${name}`),
  ...COUNTED_RESOURCES,
]);
const STANDARD_RESOURCES: ReadonlySet<string> = new Set([...QUOTA_RESOURCES, 'storage']);

export const isHugePagesResource = (name: string): boolean => name.startsWith(HUGE_PAGES_PREFIX);

const isQuotaHugePagesResource = (name: string): boolean =>
  isHugePagesResource(name) || name.startsWith(QUOTA_HUGE_PAGES_PREFIX);

export const isStandardQuotaResource = (name: string): boolean =>
  QUOTA_RESOURCES.has(name) || isQuotaHugePagesResource(name);

/** Resources of Kubernetes itself, in contrast to extended ones. */
export const isNativeResource = (name: string): boolean => !name.includes('/') || name.includes(NATIVE_DOMAIN);

/** Whether limits may be higher than requests. */
export const isOvercommitAllowed = (name: string): boolean => isNativeResource(name) && !isHugePagesResource(name);

/** A resource that a device plugin or the like offers. */
export function isExtendedResource(name: string, minor: Minor): boolean {
  if (isNativeResource(name) || name.startsWith(REQUESTS_PREFIX)) return false;
  return qualifiedNameProblems(`${REQUESTS_PREFIX}${name}`, minor).length === 0;
}

export const isIntegerResource = (name: string, minor: Minor): boolean =>
  INTEGER_RESOURCES.has(name) || isExtendedResource(name, minor);

/** Whether the amount is a whole number of pages of the size in the resource's name. */
export function isWholeNumberOfPages(name: string, quantity: Quantity): boolean {
  const pageSize = parseQuantity(name.slice(HUGE_PAGES_PREFIX.length));
  if (pageSize === undefined || pageSize.nano <= 0n || milliValue(pageSize) % 1000n !== 0n) return false;
  return wholeValue(quantity) % wholeValue(pageSize) === 0n;
}

/** Before, the rules took plain texts. */
const TYPED_NAMES_SINCE: Minor = 29;

const shown = (name: string, minor: Minor): string | Verbatim =>
  minor >= TYPED_NAMES_SINCE ? resourceNameValue(name, minor) : name;

export type ResourceNameRule = (name: string, path: () => Path, errors: ErrorList) => void;

export const validateResourceName: ResourceNameRule = (name, path, errors) => {
  const problems = qualifiedNameProblems(name, errors.minor);
  if (problems.length > 0) return errors.invalidEach(path(), shown(name, errors.minor), problems);
  if (!name.includes('/') && !STANDARD_RESOURCES.has(name) && !isQuotaHugePagesResource(name)) {
    errors.invalid(path(), shown(name, errors.minor), 'must be a standard resource type or fully qualified');
  }
};

export const validateContainerResourceName: ResourceNameRule = (name, path, errors) => {
  if (CONTAINER_RESOURCES.has(name)) return;
  validateResourceName(name, path, errors);
  if (!name.includes('/')) {
    if (!isHugePagesResource(name))
      errors.invalid(path(), shown(name, errors.minor), 'must be a standard resource for containers');
  } else if (!isNativeResource(name) && !isExtendedResource(name, errors.minor)) {
    errors.invalid(path(), shown(name, errors.minor), "doesn't follow extended resource name standard");
  }
};

const POD_LEVEL_RESOURCES: readonly string[] = ['cpu', 'memory'];
const POD_LEVEL_RESOURCES_AND_PAGES: readonly string[] = ['cpu', 'hugepages-', 'memory'];

export const isPodLevelResource = (name: string, minor: Minor): boolean =>
  POD_LEVEL_RESOURCES.includes(name) || (minor >= POD_LEVEL_HUGE_PAGES_SINCE && isHugePagesResource(name));

/** Pod-level resources began with cpu and memory alone. */
const POD_LEVEL_HUGE_PAGES_SINCE: Minor = 34;

export const validatePodResourceName: ResourceNameRule = (name, path, errors) => {
  const before = errors.length;
  validateResourceName(name, path, errors);
  if (errors.length > before || isPodLevelResource(name, errors.minor)) return;
  const supported = errors.minor >= POD_LEVEL_HUGE_PAGES_SINCE ? POD_LEVEL_RESOURCES_AND_PAGES : POD_LEVEL_RESOURCES;
  errors.notSupported(path(), shown(name, errors.minor), supported);
};

export const validateQuotaResourceName: ResourceNameRule = (name, path, errors) => {
  validateResourceName(name, path, errors);
  if (!name.includes('/') && !isStandardQuotaResource(name)) {
    errors.invalid(path(), shown(name, errors.minor), 'must be a standard resource for quota');
  }
};
