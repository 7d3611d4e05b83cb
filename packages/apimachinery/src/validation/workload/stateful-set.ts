/**
 * StatefulSets. Source: pkg/apis/apps/validation/validation.go ValidateStatefulSet.
 */
import type {
  StatefulSet,
  StatefulSetPersistentVolumeClaimRetentionPolicy,
  StatefulSetSpec,
  StatefulSetUpdateStrategy,
} from '../../generated/types/apps-v1.js';
import type { PodTemplateSpec, Volume } from '../../generated/types/core-v1.js';
import { nameIsDnsLabel } from '../../names/index.js';
import { compileLabelSelector } from '../../selectors/label-selector.js';
import type { Minor } from '../../version.js';
import { internalValue, labelSelectorValue } from '../bad-value.js';
import { validatePersistentVolumeClaimSpec } from '../core/persistent-volume-claim.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { isEmptySelector, validateLabelSelector } from '../metadata/label-selector.js';
import { validateAnnotations, validateLabels } from '../metadata/labels.js';
import { validateObjectMeta } from '../metadata/object-meta.js';
import { validateDns1123Label } from '../name.js';
import { validateNonnegativeField } from '../number.js';
import { validatePodAnnotations } from '../pod/annotations.js';
import { validatePodTemplateSpec } from '../pod/pod-template.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, struct, text } from '../zero-value.js';
import {
  intOrPercentValue,
  printed,
  validateNotMoreThan100Percent,
  validatePositiveIntOrPercent,
} from './int-or-percent.js';
import { validateRunsForever, validateSelectorMatchesTemplate } from './template-labels.js';

const SPEC_PATH = new Path('spec');
/** Before, a set was stored whatever its pods and claims looked like; the pods were refused later. */
const PODS_CHECKED_SINCE: Minor = 34;
const SERVICE_NAME_CHECKED_SINCE: Minor = 33;
const RETENTION_POLICIES: readonly string[] = ['Retain', 'Delete'];

export function validateStatefulSet(object: StatefulSet, options: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: true, nameRule: nameIsDnsLabel }, errors);
  const spec: StatefulSetSpec = struct(object.spec);
  validatePodManagementPolicy(text(spec.podManagementPolicy), errors);
  validateUpdateStrategy(struct(spec.updateStrategy), SPEC_PATH.child('updateStrategy'), errors);
  validateRetentionPolicy(spec.persistentVolumeClaimRetentionPolicy, errors);
  validateClaimTemplates(spec, options, errors);
  validateNonnegativeField(spec.replicas, SPEC_PATH, 'replicas', errors);
  validateNonnegativeField(spec.minReadySeconds, SPEC_PATH, 'minReadySeconds', errors);
  validateNonnegativeField(spec.ordinals?.start, SPEC_PATH, 'ordinals.start', errors);
  const serviceName = text(spec.serviceName);
  if (serviceName !== '' && errors.minor >= SERVICE_NAME_CHECKED_SINCE) {
    validateDns1123Label(serviceName, SPEC_PATH, 'serviceName', errors);
  }
  validateSelectorAndTemplate(spec, options, errors);
  validateRunsForever(struct(spec.template), 'StatefulSet', SPEC_PATH.child('template'), errors);
}

function validatePodManagementPolicy(policy: string, errors: ErrorList): void {
  const path = SPEC_PATH.child('podManagementPolicy');
  if (policy === '') errors.required(path);
  else if (policy !== 'OrderedReady' && policy !== 'Parallel') {
    errors.invalid(path, policy, "must be 'OrderedReady' or 'Parallel'");
  }
}

function validateUpdateStrategy(strategy: StatefulSetUpdateStrategy, path: Path, errors: ErrorList): void {
  const { rollingUpdate } = strategy;
  switch (text(strategy.type)) {
    case '':
      return errors.required(path);
    case 'OnDelete':
      if (isSet(rollingUpdate)) {
        const badValue = internalValue('apps.RollingUpdateStatefulSetStrategy', rollingUpdate, errors.minor);
        errors.invalid(path.child('rollingUpdate'), badValue, "only allowed for updateStrategy 'RollingUpdate'");
      }
      return;
    case 'RollingUpdate':
      return validateRollingUpdate(rollingUpdate, path.child('rollingUpdate'), errors);
    default: {
      const badValue = internalValue('apps.StatefulSetUpdateStrategy', strategy, errors.minor);
      errors.invalid(path, badValue, "must be 'RollingUpdate' or 'OnDelete'");
    }
  }
}

function validateRollingUpdate(
  update: StatefulSetUpdateStrategy['rollingUpdate'],
  path: Path,
  errors: ErrorList,
): void {
  if (!isSet(update)) return;
  validateNonnegativeField(update.partition, path, 'partition', errors);
  const { maxUnavailable } = update;
  if (!isSet(maxUnavailable)) return;
  const maxPath = (): Path => path.child('maxUnavailable');
  validatePositiveIntOrPercent(maxUnavailable, maxPath, errors);
  if (intOrPercentValue(maxUnavailable) === 0)
    errors.invalid(maxPath(), printed(maxUnavailable, errors), 'cannot be 0');
  validateNotMoreThan100Percent(maxUnavailable, maxPath, errors);
}

function validateRetentionPolicy(
  policy: StatefulSetPersistentVolumeClaimRetentionPolicy | undefined,
  errors: ErrorList,
): void {
  if (!isSet(policy)) return;
  for (const name of ['whenDeleted', 'whenScaled'] as const) {
    const value = text(policy[name]);
    if (RETENTION_POLICIES.includes(value)) continue;
    const path = SPEC_PATH.child('persistentVolumeClaimRetentionPolicy').child(name);
    errors.notSupported(path, value, RETENTION_POLICIES);
  }
}

function validateClaimTemplates(spec: StatefulSetSpec, options: ValidationOptions, errors: ErrorList): void {
  if (errors.minor < PODS_CHECKED_SINCE) return;
  const claims = list(spec.volumeClaimTemplates);
  for (let index = 0; index < claims.length; index += 1) {
    const path = SPEC_PATH.child('volumeClaimTemplates').index(index).child('spec');
    validatePersistentVolumeClaimSpec(struct(claims[index]?.spec), path, options, errors);
  }
}

function validateSelectorAndTemplate(spec: StatefulSetSpec, options: ValidationOptions, errors: ErrorList): void {
  const { selector } = spec;
  const selectorPath = SPEC_PATH.child('selector');
  if (!isSet(selector)) errors.required(selectorPath);
  else {
    validateLabelSelector(selector, () => selectorPath, errors);
    if (isEmptySelector(selector)) {
      const badValue = labelSelectorValue(selector, errors.minor);
      errors.invalid(selectorPath, badValue, 'empty selector is invalid for statefulset');
    }
  }
  const compiled = compileLabelSelector(selector, errors.minor);
  if (compiled === undefined) {
    return errors.invalid(selectorPath, labelSelectorValue(selector ?? {}, errors.minor), '');
  }
  const template = templateOfPods(spec);
  const path = SPEC_PATH.child('template');
  validateSelectorMatchesTemplate(compiled, template, path, errors);
  if (errors.minor >= PODS_CHECKED_SINCE) validatePodTemplateSpec(template, path, options, errors);
  // Where the template is looked at, upstream validates the metadata a second time.
  const annotations = template.metadata?.annotations;
  validateLabels(template.metadata?.labels, path, 'labels', errors);
  validateAnnotations(annotations, path, 'annotations', errors);
  validatePodAnnotations(annotations, struct(template.spec), () => path.child('annotations'), options, errors);
}

/** The template with a volume for each claim, which takes the place of one of the same name, and without a name. */
function templateOfPods(spec: StatefulSetSpec): PodTemplateSpec {
  const template: PodTemplateSpec = struct(spec.template);
  const claims = list(spec.volumeClaimTemplates);
  const { hostname, subdomain } = struct(template.spec);
  if (claims.length === 0 && text(hostname) === '' && text(subdomain) === '') return template;
  const volumes = claims.length === 0 ? template.spec?.volumes : withClaims(template, claims.map(nameOf));
  return {
    ...template,
    spec: { ...template.spec, hostname: '', subdomain: '', ...(volumes === undefined ? {} : { volumes }) },
  };
}

const nameOf = (claim: { readonly metadata?: { readonly name?: string } }): string => text(claim.metadata?.name);

function withClaims(template: PodTemplateSpec, claimNames: readonly string[]): readonly Volume[] {
  const names = new Set(claimNames);
  const added = [...names].map((name): Volume => ({ name, persistentVolumeClaim: { claimName: name } }));
  return [...added, ...list(template.spec?.volumes).filter((volume) => !names.has(text(volume.name)))];
}
