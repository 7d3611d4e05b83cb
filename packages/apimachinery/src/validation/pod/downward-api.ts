/**
 * References to a pod's own fields and resources.
 * Source: pkg/apis/core/validation/validation.go validateObjectFieldSelector, validateContainerResourceFieldSelector;
 * pkg/apis/core/pods/helpers.go ConvertDownwardAPIFieldLabel; pkg/fieldpath.
 */
import type { ObjectFieldSelector, ResourceFieldSelector } from '../../generated/types/core-v1.js';
import { qualifiedNameProblems } from '../../names/index.js';
import { formatQuantity, parseQuantity } from '../../quantity/index.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, text } from '../zero-value.js';

const ENV_FIELD_PATHS: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
const ENV_FIELD_PATHS_BEFORE_HOST_IPS = ENV_FIELD_PATHS.filter((path) => path !== 'status.hostIPs');

/** Since 1.28 the list has `status.hostIPs`. */
export const envFieldPaths = ({ minor }: ValidationOptions): readonly string[] =>
  minor >= 28 ? ENV_FIELD_PATHS : ENV_FIELD_PATHS_BEFORE_HOST_IPS;

export const VOLUME_FIELD_PATHS: readonly string[] = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];

/** What pods can be selected by; only a part of it may be referred to. */
const KNOWN_FIELD_PATHS: ReadonlySet<string> = new Set([
  ...VOLUME_FIELD_PATHS,
  ...ENV_FIELD_PATHS,
  'spec.host',
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
]);

const RESOURCES: readonly string[] = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];
const HUGE_PAGES_PREFIXES = ['limits.hugepages-', 'requests.hugepages-'];
const SIZES = '1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei';
const SIZE_DIVISORS: ReadonlySet<string> = new Set(SIZES.split(', '));

export function validateFieldRef(
  selector: ObjectFieldSelector,
  allowed: readonly string[],
  path: Path,
  errors: ErrorList,
): void {
  const apiVersion = text(selector.apiVersion);
  const fieldPath = text(selector.fieldPath);
  if (apiVersion === '') return errors.required(path.child('apiVersion'));
  if (fieldPath === '') return errors.required(path.child('fieldPath'));
  const split = splitSubscript(fieldPath);
  const problem = conversionProblem(apiVersion, fieldPath, split);
  if (problem !== undefined) {
    return errors.invalid(path.child('fieldPath'), fieldPath, `error converting fieldPath: ${problem}`);
  }
  if (split !== undefined) {
    const key = split.path === 'metadata.annotations' ? split.subscript.toLowerCase() : split.subscript;
    const problems = qualifiedNameProblems(key, errors.minor);
    if (problems.length > 0) errors.invalidEach(path, key, problems);
    return;
  }
  const internal = fieldPath === 'spec.host' ? 'spec.nodeName' : fieldPath;
  if (!allowed.includes(internal)) errors.notSupported(path.child('fieldPath'), internal, allowed);
}

interface Subscripted {
  readonly path: string;
  readonly subscript: string;
}

/** `metadata.labels['key']`. */
function splitSubscript(fieldPath: string): Subscripted | undefined {
  if (!fieldPath.endsWith("']")) return undefined;
  const inner = fieldPath.slice(0, -2);
  const open = inner.indexOf("['");
  return open <= 0 ? undefined : { path: inner.slice(0, open), subscript: inner.slice(open + 2) };
}

function conversionProblem(version: string, fieldPath: string, split: Subscripted | undefined): string | undefined {
  if (version !== 'v1') return `unsupported pod version: ${version}`;
  if (split !== undefined) {
    const isSubscriptable = split.path === 'metadata.annotations' || split.path === 'metadata.labels';
    return isSubscriptable ? undefined : `field label does not support subscript: ${fieldPath}`;
  }
  return KNOWN_FIELD_PATHS.has(fieldPath) ? undefined : `field label not supported: ${fieldPath}`;
}

export function validateResourceFieldRef(
  selector: ResourceFieldSelector,
  path: Path,
  isVolume: boolean,
  errors: ErrorList,
): void {
  const resource = text(selector.resource);
  if (isVolume && text(selector.containerName) === '') errors.required(path.child('containerName'));
  else if (resource === '') errors.required(path.child('resource'));
  else if (!RESOURCES.includes(resource) && !isHugePages(resource)) {
    errors.notSupported(path.child('resource'), resource, RESOURCES);
  }
  validateDivisor(resource, selector.divisor, path, errors);
}

const isHugePages = (resource: string): boolean => HUGE_PAGES_PREFIXES.some((prefix) => resource.startsWith(prefix));

function validateDivisor(resource: string, divisor: string | number | undefined, path: Path, errors: ErrorList): void {
  const quantity = isSet(divisor) ? parseQuantity(divisor) : undefined;
  if (quantity === undefined || quantity.nano === 0n) return;
  const divisorText = formatQuantity(quantity);
  const [, kind] = resource.split('.', 2);
  if (kind === 'cpu' && RESOURCES.includes(resource)) {
    if (divisorText === '1m' || divisorText === '1') return;
    const detail = "only divisor's values 1m and 1 are supported with the cpu resource";
    return errors.invalid(path.child('divisor'), resource, detail);
  }
  if (SIZE_DIVISORS.has(divisorText)) return;
  const noun = sizeResourceNoun(resource);
  if (noun === undefined) return;
  const detail = `only divisor's values ${SIZES} are supported with the ${noun} resource`;
  errors.invalid(path.child('divisor'), resource, detail);
}

function sizeResourceNoun(resource: string): string | undefined {
  if (isHugePages(resource)) return 'hugepages';
  if (!RESOURCES.includes(resource)) return undefined;
  return resource.endsWith('.memory') ? 'memory' : 'local ephemeral storage';
}
