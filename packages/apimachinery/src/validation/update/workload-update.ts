/**
 * Workloads and other kinds of which some fields stay as they were created.
 * Source: the Validate…Update functions of the core, apps, batch, networking, scheduling, storage, node and discovery
 * groups under pkg/apis, and the ValidateUpdate methods of the strategies.
 */
import type { LabelSelector } from '../../generated/types/meta-v1.js';
import { internalValue, labelSelectorValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { map, type TextMap, text } from '../zero-value.js';
import { validateImmutableField } from './immutable-field.js';
import { semanticallyEqual } from './semantic-equal.js';

type AnyObject = { readonly [field: string]: unknown };

const part = (object: AnyObject, name: string): AnyObject => map(object[name] as TextMap) as AnyObject;
const SPEC = new Path('spec');

export function validateSelectorUpdate(object: AnyObject, old: AnyObject, errors: ErrorList): void {
  const selector = part(object, 'spec')['selector'] as LabelSelector | undefined;
  const printed = labelSelectorValue(selector ?? {}, errors.minor);
  validateImmutableField(selector, part(old, 'spec')['selector'], SPEC.child('selector'), errors, printed);
}

const STATEFUL_SET_MUTABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
] as const;

export function validateStatefulSetUpdate(object: AnyObject, old: AnyObject, errors: ErrorList): void {
  const before = part(old, 'spec');
  const kept = { ...part(object, 'spec') };
  for (const name of STATEFUL_SET_MUTABLE) kept[name] = before[name];
  if (semanticallyEqual(kept, before)) return;
  const known = STATEFUL_SET_MUTABLE.filter((name) => name !== 'revisionHistoryLimit' || errors.minor >= 33);
  const names = known.map((name) => `'${name}'`);
  const listed = `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
  errors.forbidden(SPEC, `updates to statefulset spec for fields other than ${listed} are forbidden`);
}

export function validateJobUpdate(object: AnyObject, old: AnyObject, errors: ErrorList): void {
  const now = part(object, 'spec');
  const before = part(old, 'spec');
  const isIndexed = now['completionMode'] === 'Indexed' && before['completionMode'] === 'Indexed';
  // An indexed job may grow and shrink when both numbers go together.
  if (!isIndexed || now['completions'] !== now['parallelism']) {
    validateImmutableField(now['completions'], before['completions'], SPEC.child('completions'), errors);
  }
  const selector = labelSelectorValue(now['selector'] ?? {}, errors.minor);
  validateImmutableField(now['selector'], before['selector'], SPEC.child('selector'), errors, selector);
  if (!mayChangeTemplate(old)) {
    const template = internalValue('core.PodTemplateSpec', now['template'], errors.minor);
    validateImmutableField(now['template'], before['template'], SPEC.child('template'), errors, template);
  }
  for (const name of ['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy']) {
    validateImmutableField(now[name], before[name], SPEC.child(name), errors);
  }
}

/** A suspended job that never started may be told where to run. */
function mayChangeTemplate(old: AnyObject): boolean {
  return part(old, 'spec')['suspend'] === true && part(old, 'status')['startTime'] === undefined;
}

export function validateClaimUpdate(object: AnyObject, old: AnyObject, errors: ErrorList): void {
  const now = { ...part(object, 'spec') };
  const before = part(old, 'spec');
  // Binding fills these in.
  if (text(before['volumeName'] as string) === '') now['volumeName'] = before['volumeName'];
  if (before['storageClassName'] === undefined) now['storageClassName'] = before['storageClassName'];
  now['volumeAttributesClassName'] = before['volumeAttributesClassName'];
  now['resources'] = { ...part(now, 'resources'), requests: part(before, 'resources')['requests'] };
  if (semanticallyEqual(now, before)) return;
  const detail =
    'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
  errors.forbidden(SPEC, detail);
}

export function validateRoleRefUpdate(object: AnyObject, old: AnyObject, errors: ErrorList): void {
  if (semanticallyEqual(object['roleRef'], old['roleRef'])) return;
  const printed = internalValue('rbac.RoleRef', object['roleRef'], errors.minor);
  errors.invalid(new Path('roleRef'), printed, 'cannot change roleRef');
}

export function validateServiceUpdate(object: AnyObject, old: AnyObject, errors: ErrorList): void {
  const now = part(object, 'spec');
  const before = part(old, 'spec');
  const isInternal = (spec: AnyObject): boolean => spec['type'] !== 'ExternalName';
  if (isInternal(now) && isInternal(before)) validateClusterIP(now, before, errors);
  if (now['type'] === 'LoadBalancer' && before['type'] === 'LoadBalancer') {
    const name = 'loadBalancerClass';
    if (!semanticallyEqual(now[name], before[name])) {
      errors.invalid(SPEC.child(name), now[name] ?? null, 'may not change once set');
    }
  }
}

function validateClusterIP(now: AnyObject, before: AnyObject, errors: ErrorList): void {
  const [old] = (before['clusterIPs'] ?? []) as readonly string[];
  const [address] = (now['clusterIPs'] ?? []) as readonly string[];
  if (old === undefined || old === '' || address === old) return;
  if (address === undefined || address === '') {
    errors.invalid(SPEC.child('clusterIPs').index(0), address ?? '', 'primary clusterIP can not be unset');
  } else errors.invalid(SPEC.child('clusterIPs').index(0), now['clusterIPs'], 'may not change once set');
}

/** Fields that stay, by their paths: `spec.controller`. */
export function immutableFields(
  ...paths: readonly string[]
): (object: AnyObject, old: AnyObject, errors: ErrorList) => void {
  return (object, old, errors) => {
    for (const path of paths) validateImmutableField(at(object, path), at(old, path), new Path(path), errors);
  };
}

/** The same of fields that errors call by another name. */
export function renamedImmutableFields(
  names: readonly (readonly [string, string])[],
): (object: AnyObject, old: AnyObject, errors: ErrorList) => void {
  return (object, old, errors) => {
    for (const [name, shown] of names) validateImmutableField(object[name], old[name], new Path(shown), errors);
  };
}

const at = (object: AnyObject, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => part({ value }, 'value')[name], object);

/** Fields that stay, by another text. */
export function forbiddenFields(
  ...names: readonly string[]
): (object: AnyObject, old: AnyObject, errors: ErrorList) => void {
  return (object, old, errors) => {
    for (const name of names) {
      if (semanticallyEqual(object[name], old[name])) continue;
      errors.forbidden(new Path(name), `updates to ${name} are forbidden.`);
    }
  };
}

/** Members of a volume's spec that do not say where it is. */
const VOLUME_SPEC: ReadonlySet<string> = new Set([
  'accessModes',
  'capacity',
  'claimRef',
  'mountOptions',
  'nodeAffinity',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'volumeAttributesClassName',
  'volumeMode',
]);

export function validateVolumeUpdate(object: AnyObject, old: AnyObject, errors: ErrorList): void {
  const source = (spec: AnyObject): AnyObject =>
    Object.fromEntries(Object.entries(spec).filter(([name]) => !VOLUME_SPEC.has(name)));
  const now = part(object, 'spec');
  const before = part(old, 'spec');
  if (!semanticallyEqual(source(now), source(before))) {
    const path = SPEC.child('persistentvolumesource');
    errors.forbidden(path, 'spec.persistentvolumesource is immutable after creation');
  }
  validateImmutableField(now['volumeMode'], before['volumeMode'], SPEC.child('volumeMode'), errors);
}

export function validateStorageClassUpdate(object: AnyObject, old: AnyObject, errors: ErrorList): void {
  if (!semanticallyEqual(object['parameters'], old['parameters'])) {
    errors.forbidden(new Path('parameters'), 'updates to parameters are forbidden.');
  }
  forbiddenFields('provisioner', 'reclaimPolicy')(object, old, errors);
  const mode = 'volumeBindingMode';
  validateImmutableField(object[mode], old[mode], new Path(mode), errors);
}

export function validatePriorityClassUpdate(object: AnyObject, old: AnyObject, errors: ErrorList): void {
  if (object['value'] !== old['value']) errors.forbidden(new Path('value'), 'may not be changed in an update.');
  validateImmutableField(object['preemptionPolicy'], old['preemptionPolicy'], new Path('preemptionPolicy'), errors);
}
