/**
 * Pods as they are created.
 * Source: pkg/apis/core/validation/validation.go ValidatePodCreate, validatePodMetadataAndSpec.
 */
import type { Pod, PodSpec } from '../../generated/types/core-v1.js';
import { nameIsDnsSubdomain } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { METADATA_PATH, validateObjectMeta } from '../metadata/object-meta.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, struct, text } from '../zero-value.js';
import { validatePodAnnotations } from './annotations.js';
import { validateAppArmorAnnotationsMatchFields } from './app-armor.js';
import { validateImageWhitespace } from './container.js';
import { validatePodSpec } from './pod-spec.js';
import { validateSeccompAnnotationsMatchFields } from './seccomp.js';

const SPEC_PATH = new Path('spec');
const POD_NAME = { isNamespaced: true, nameRule: nameIsDnsSubdomain };

/** A pod as it is, be it new or not. */
export function validatePodState(pod: Pod, options: ValidationOptions, errors: ErrorList): void {
  const { metadata } = pod;
  const spec: PodSpec = struct(pod.spec);
  validateObjectMeta(metadata, POD_NAME, errors);
  const annotationsPath = (): Path => METADATA_PATH.child('annotations');
  validatePodAnnotations(metadata?.annotations, spec, annotationsPath, options, errors);
  validatePodSpec(spec, metadata, SPEC_PATH, options, errors);
  validateTokensWithoutAccount(spec, errors);
  validateImages(spec, errors);
}

export function validatePod(pod: Pod, options: ValidationOptions, errors: ErrorList): void {
  const { metadata } = pod;
  const spec: PodSpec = struct(pod.spec);
  validatePodState(pod, options, errors);
  if (list(spec.ephemeralContainers).length > 0) {
    errors.forbidden(SPEC_PATH.child('ephemeralContainers'), 'cannot be set on create');
  }
  if (text(spec.nodeName) !== '' && list(spec.schedulingGates).length > 0) {
    errors.forbidden(SPEC_PATH.child('nodeName'), 'cannot be set until all schedulingGates have been cleared');
  }
  validateSeccompAnnotationsMatchFields(metadata, spec, SPEC_PATH, errors);
  validateAppArmorAnnotationsMatchFields(metadata, spec, SPEC_PATH, options, errors);
}

/** Admission gives every pod a service account, static pods excepted. */
function validateTokensWithoutAccount(spec: PodSpec, errors: ErrorList): void {
  if (text(spec.serviceAccountName) !== '') return;
  const volumes = list(spec.volumes);
  for (let index = 0; index < volumes.length; index += 1) {
    const sources = list(volumes[index]?.projected?.sources);
    for (let position = 0; position < sources.length; position += 1) {
      if (!isSet(sources[position]?.serviceAccountToken)) continue;
      const path = SPEC_PATH.child('volumes').index(index).child('projected').child('sources').index(position);
      const detail = 'must not be specified when serviceAccountName is not set';
      errors.forbidden(path.child('serviceAccountToken'), detail);
    }
  }
}

function validateImages(spec: PodSpec, errors: ErrorList): void {
  for (const name of ['containers', 'initContainers'] as const) {
    const containers = list(spec[name]);
    for (let index = 0; index < containers.length; index += 1) {
      const container = containers[index];
      if (container !== undefined) validateImageWhitespace(container, () => SPEC_PATH.child(name).index(index), errors);
    }
  }
}
