/**
 * What the API server and its ServiceAccount admission do to a pod before they validate it: the account "default",
 * matchLabelKeys written into selectors, AppArmor annotations written into fields.
 * Source: pkg/registry/core/pod/strategy.go PrepareForCreate, plugin/pkg/admission/serviceaccount/admission.go.
 */
import { mapField, mapItems, withChanges } from '../../defaults/changes.js';
import type {
  Affinity,
  AppArmorProfile,
  Container,
  Pod,
  PodAffinity,
  PodAffinityTerm,
  PodSpec,
  TopologySpreadConstraint,
  WeightedPodAffinityTerm,
} from '../../generated/types/core-v1.js';
import type { Minor } from '../../version.js';
import { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import {
  APP_ARMOR_ANNOTATION_PREFIX,
  annotationOfAppArmorProfile,
  appArmorProfileOfAnnotation,
  validateAppArmorProfile,
} from '../pod/app-armor.js';
import { mergeLabelKeys } from '../pod/match-label-keys.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, map, struct, type TextMap, text, textEntry, texts } from '../zero-value.js';

const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';

export function preparePod(pod: Pod, options: ValidationOptions): Pod {
  const labels = pod.metadata?.labels;
  const annotations = pod.metadata?.annotations;
  let spec: PodSpec = struct(pod.spec);
  if (text(spec.serviceAccountName) === '' && textEntry(annotations, MIRROR_ANNOTATION) === undefined) {
    spec = { ...spec, serviceAccountName: 'default' };
  }
  if (isSet(spec.affinity) && options.matchLabelKeysInPodAffinity) {
    spec = withChanges(spec, { affinity: mergeIntoAffinity(spec.affinity, labels) });
  }
  if (
    isSet(spec.topologySpreadConstraints) &&
    options.matchLabelKeysInTopologySpread &&
    options.matchLabelKeysSelectorMerge
  ) {
    spec = withChanges(spec, {
      topologySpreadConstraints: mapItems(spec.topologySpreadConstraints, (item) => mergeIntoSpread(item, labels)),
    });
  }
  const written = options.minor <= ANNOTATIONS_WRITTEN_UNTIL && options.appArmorFields ? profilesToWrite(spec) : [];
  if (options.appArmorFields && isSet(annotations)) spec = withAppArmorFields(spec, annotations);
  const missing = written.filter(([key]) => textEntry(annotations, key) === undefined);
  if (missing.length > 0) {
    return {
      ...pod,
      spec,
      metadata: { ...pod.metadata, annotations: { ...annotations, ...Object.fromEntries(missing) } },
    };
  }
  return spec === pod.spec ? pod : { ...pod, spec };
}

type Labels = TextMap | undefined;

function mergeIntoAffinity(affinity: Affinity, labels: Labels): Affinity {
  const mergeTerm = (term: PodAffinityTerm): PodAffinityTerm => mergeIntoTerm(term, labels);
  const mergeWeighted = (weighted: WeightedPodAffinityTerm): WeightedPodAffinityTerm =>
    withChanges(weighted, { podAffinityTerm: mapField(weighted.podAffinityTerm, mergeTerm) });
  const mergePart = <T extends PodAffinity>(part: T): T =>
    withChanges<PodAffinity>(part, {
      preferredDuringSchedulingIgnoredDuringExecution: mapItems(
        part.preferredDuringSchedulingIgnoredDuringExecution,
        mergeWeighted,
      ),
      requiredDuringSchedulingIgnoredDuringExecution: mapItems(
        part.requiredDuringSchedulingIgnoredDuringExecution,
        mergeTerm,
      ),
    }) as T;
  return withChanges(affinity, {
    podAffinity: mapField(affinity.podAffinity, mergePart),
    podAntiAffinity: mapField(affinity.podAntiAffinity, mergePart),
  });
}

function mergeIntoTerm(term: PodAffinityTerm, labels: Labels): PodAffinityTerm {
  if (!isSet(term.labelSelector)) return term;
  const matched = mergeLabelKeys(term.labelSelector, texts(term.matchLabelKeys), 'In', labels);
  return withChanges(term, {
    labelSelector: mergeLabelKeys(matched, texts(term.mismatchLabelKeys), 'NotIn', labels),
  });
}

function mergeIntoSpread(constraint: TopologySpreadConstraint, labels: Labels): TopologySpreadConstraint {
  if (!isSet(constraint.labelSelector)) return constraint;
  return withChanges(constraint, {
    labelSelector: mergeLabelKeys(constraint.labelSelector, texts(constraint.matchLabelKeys), 'In', labels),
  });
}

/** Containers without a profile of their own get that of their annotation, unless the pod has the same. */
function withAppArmorFields(spec: PodSpec, annotations: TextMap): PodSpec {
  const hasAnnotation = Object.keys(map(annotations)).some((key) => key.startsWith(APP_ARMOR_ANNOTATION_PREFIX));
  if (!hasAnnotation || spec.os?.name === 'windows') return spec;
  const podProfile = spec.securityContext?.appArmorProfile;
  const change = <T extends Pick<Container, 'name' | 'securityContext'>>(container: T): T => {
    const annotation = textEntry(annotations, `${APP_ARMOR_ANNOTATION_PREFIX}${text(container.name)}`);
    if (annotation === undefined || isSet(container.securityContext?.appArmorProfile)) return container;
    const appArmorProfile = appArmorProfileOfAnnotation(annotation);
    if (appArmorProfile === undefined || !isValidProfile(appArmorProfile)) return container;
    const isPodProfile =
      podProfile !== undefined &&
      podProfile.type === appArmorProfile.type &&
      podProfile.localhostProfile === appArmorProfile.localhostProfile;
    if (isPodProfile) return container;
    return { ...container, securityContext: { ...container.securityContext, appArmorProfile } };
  };
  return withChanges(spec, {
    initContainers: mapItems(spec.initContainers, change),
    containers: mapItems(spec.containers, change),
    ephemeralContainers: mapItems(spec.ephemeralContainers, change),
  });
}

/** Until then nodes may be older than the fields. */
const ANNOTATIONS_WRITTEN_UNTIL: Minor = 33;

/** The annotations that say what the fields say. */
function profilesToWrite(spec: PodSpec): readonly (readonly [key: string, annotation: string])[] {
  if (spec.os?.name === 'windows') return [];
  const lists = [spec.initContainers, spec.containers, spec.ephemeralContainers];
  const containers: readonly Pick<Container, 'name' | 'securityContext'>[] = lists.flatMap((list) => list ?? []);
  return containers.flatMap(({ name, securityContext }) => {
    const profile = securityContext?.appArmorProfile ?? spec.securityContext?.appArmorProfile;
    const annotation = isSet(profile) ? annotationOfAppArmorProfile(profile) : undefined;
    return annotation === undefined ? [] : [[`${APP_ARMOR_ANNOTATION_PREFIX}${text(name)}`, annotation]];
  });
}

function isValidProfile(profile: AppArmorProfile): boolean {
  const errors = new ErrorList(36);
  validateAppArmorProfile(profile, () => new Path(''), errors);
  return errors.length === 0;
}
