/**
 * Nodes. Source: pkg/apis/core/validation/validation.go ValidateNode.
 */
import type { Node, Taint } from '../../generated/types/core-v1.js';
import { cidrProblems, parseCIDR } from '../../ip/index.js';
import { labelValueProblems, nameIsDnsSubdomain } from '../../names/index.js';
import type { Minor } from '../../version.js';
import { internalValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { METADATA_PATH, validateObjectMeta } from '../metadata/object-meta.js';
import { validateQualifiedName } from '../name.js';
import { readQuantity, validateResourceQuantity } from '../resource-quantity.js';
import type { ValidationOptions } from '../validation-options.js';
import { list, map, struct, text, texts } from '../zero-value.js';

const POD_CIDRS_PATH = new Path('spec').child('podCIDRs');
const STATUS_PATH = new Path('status');
/** Upstream's path. */
const TAINTS_PATH = METADATA_PATH.child('taints');
const DUPLICATES_REPORTED_UNTIL: Minor = 32;
const EFFECTS: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export function validateNode(object: Node, options: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: false, nameRule: nameIsDnsSubdomain }, errors);
  const spec = struct(object.spec);
  validateTaints(list(spec.taints), errors);
  for (const name of ['capacity', 'allocatable'] as const) {
    validateResources(map<string | number>(object.status?.[name]), STATUS_PATH.child(name), errors);
  }
  const cidrs = texts(spec.podCIDRs);
  for (const [index, cidr] of cidrs.entries()) {
    errors.invalidEach(POD_CIDRS_PATH.index(index), cidr, cidrProblems(cidr, options.strictIPs));
  }
  if (cidrs.length > 1) validateFamilies(cidrs, errors);
}

function validateTaints(taints: readonly Taint[], errors: ErrorList): void {
  const seen = new Set<string>();
  for (const [index, taint] of taints.entries()) {
    const path = TAINTS_PATH.index(index);
    const key = text(taint.key);
    const value = text(taint.value);
    const effect = text(taint.effect);
    validateQualifiedName(key, path, 'key', errors);
    const problems = labelValueProblems(value, errors.minor);
    if (problems.length > 0) errors.invalid(path.child('value'), value, problems.join(';'));
    if (effect === '') errors.required(path.child('effect'));
    else if (!EFFECTS.includes(effect)) errors.notSupported(path.child('effect'), effect, EFFECTS);
    const pair = `${effect} ${key}`;
    if (seen.has(pair)) {
      errors.duplicate(
        path,
        internalValue('core.Taint', taint, errors.minor),
        'taints must be unique by key and effect pair',
      );
    }
    seen.add(pair);
  }
}

function validateResources(amounts: { readonly [name: string]: string | number }, path: Path, errors: ErrorList): void {
  for (const name of Object.keys(amounts)) {
    const resourcePath = (): Path => path.child(name);
    const quantity = readQuantity(amounts[name], resourcePath, errors);
    if (quantity !== undefined) validateResourceQuantity(name, quantity, resourcePath, errors);
  }
}

function validateFamilies(cidrs: readonly string[], errors: ErrorList): void {
  const families = new Set(cidrs.map((cidr) => parseCIDR(cidr)?.address.family));
  if (families.has(undefined)) {
    const bad = cidrs.find((cidr) => parseCIDR(cidr) === undefined) ?? '';
    const reason = `invalid CIDR[${cidrs.indexOf(bad)}]: <nil> (invalid CIDR address: ${bad})`;
    const detail = `invalid PodCIDRs. failed to check with dual stack with error:${reason}`;
    errors.internal(POD_CIDRS_PATH, detail);
  }
  const isDualStack = !families.has(undefined) && families.size === 2;
  if (!isDualStack || cidrs.length > 2) {
    errors.invalid(POD_CIDRS_PATH, cidrs, 'may specify no more than one CIDR for each IP family');
  }
  if (errors.minor > DUPLICATES_REPORTED_UNTIL) return;
  for (const [index, cidr] of cidrs.entries()) {
    if (cidrs.indexOf(cidr) < index) errors.duplicate(POD_CIDRS_PATH.index(index), cidr);
  }
}
