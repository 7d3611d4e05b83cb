/**
 * Per container: annotations that a field replaced, amounts that are no whole bytes, variables that hide another.
 * Source: pkg/api/pod/warnings.go; KEP-135 (seccomp), KEP-24 (AppArmor).
 */
import type { AppArmorProfile, Container, EnvVar, PodSpec } from '../../generated/types/core-v1.js';
import { goQuote } from '../../schema/go-quote.js';
import type { Path } from '../../validation/field-path.js';
import { APP_ARMOR_ANNOTATION_PREFIX, appArmorProfileOfAnnotation } from '../../validation/pod/app-armor.js';
import { SECCOMP_CONTAINER_ANNOTATION_PREFIX } from '../../validation/pod/seccomp.js';
import { visitContainers } from '../../validation/pod/visit-containers.js';
import { entry, isSet, list, map, type QuantityMap, text, textEntry } from '../../validation/zero-value.js';
import type { Minor } from '../../version.js';
import { warnOfFractionalBytes } from '../fractional-bytes.js';
import type { WarningList } from '../warning-list.js';
import type { PodPlace } from './pod-place.js';

export const SECCOMP_MESSAGE = 'non-functional in v1.27+; use the "seccompProfile" field instead';
const APP_ARMOR_MESSAGE = 'deprecated since v1.30; use the "appArmorProfile" field instead';

const BYTE_RESOURCES = ['memory', 'ephemeral-storage'] as const;

/** Since when AppArmor annotations of templates are warned of, and which profile of the pod makes up for them. */
const APP_ARMOR_WARNINGS: readonly { readonly minimumMinor: Minor; readonly podProfile: 'any' | 'equal' }[] = [
  { minimumMinor: 30, podProfile: 'any' },
  { minimumMinor: 34, podProfile: 'equal' },
];
/** In its only minor as a gate's matter. */
const APP_ARMOR_GATE = { name: 'AppArmorFields', minor: 30 };

/** What is said of a variable that is defined again, and whether that holds for every second definition. */
const HIDDEN_VARIABLES: readonly {
  readonly minimumMinor: Minor;
  readonly allowsReference: boolean;
  readonly field?: string;
  readonly text: (name: string) => string;
}[] = [
  { minimumMinor: 0, allowsReference: false, field: 'name', text: (name) => `duplicate name ${name}` },
  { minimumMinor: 28, allowsReference: true, text: (name) => `hides previous definition of ${name}` },
  {
    minimumMinor: 30,
    allowsReference: true,
    text: (name) => `hides previous definition of ${name}, which may be dropped when using apply`,
  },
];

export function warnOfContainers(spec: PodSpec, place: PodPlace, warnings: WarningList): void {
  const { annotations, specPath } = place;
  visitContainers(spec, specPath, (container, path) => {
    if (annotations !== undefined) {
      warnOfSeccompAnnotation(container, place, warnings);
      warnOfAppArmorAnnotation(container, spec, place, warnings);
    }
    if (isSet(container.resources)) warnOfResources(container, path, place.isPod, warnings);
    warnOfVariables(list(container.env), path, warnings);
  });
}

function warnOfSeccompAnnotation(container: Container, place: PodPlace, warnings: WarningList): void {
  if (isSet(container.securityContext?.seccompProfile)) return;
  const key = `${SECCOMP_CONTAINER_ANNOTATION_PREFIX}${text(container.name)}`;
  if (entry(place.annotations, key) !== undefined) warnings.at(place.annotationsPath().key(key), SECCOMP_MESSAGE);
}

/** Of templates only: for pods the annotation has become the field by then, and that step has its own warning. */
function warnOfAppArmorAnnotation(container: Container, spec: PodSpec, place: PodPlace, warnings: WarningList): void {
  const { minor, profile } = warnings;
  const rule = APP_ARMOR_WARNINGS.findLast(({ minimumMinor }) => minor >= minimumMinor);
  if (rule === undefined || place.isPod || isSet(container.securityContext?.appArmorProfile)) return;
  if (minor === APP_ARMOR_GATE.minor && !profile.enabled(APP_ARMOR_GATE.name)) return;
  const key = `${APP_ARMOR_ANNOTATION_PREFIX}${text(container.name)}`;
  const annotation = textEntry(place.annotations, key);
  if (annotation === undefined) return;
  const podProfile = spec.securityContext?.appArmorProfile;
  if (isSet(podProfile) && (rule.podProfile === 'any' || isProfileOf(annotation, podProfile))) return;
  warnings.at(place.annotationsPath().key(key), APP_ARMOR_MESSAGE);
}

function isProfileOf(annotation: string, profile: AppArmorProfile): boolean {
  const annotated = appArmorProfileOfAnnotation(annotation);
  return annotated?.type === profile.type && annotated?.localhostProfile === profile.localhostProfile;
}

function warnOfResources(container: Container, path: () => Path, isPod: boolean, warnings: WarningList): void {
  const limits = container.resources?.limits;
  const requests = container.resources?.requests;
  const resourcesPath = (): Path => path().child('resources');
  for (const resource of BYTE_RESOURCES) {
    warnOfFractionalBytes(limits, resource, resourcesPath, 'limits', warnings);
    const given = isPod ? requestsOrLimits(requests, limits, resource) : requests;
    warnOfFractionalBytes(given, resource, resourcesPath, 'requests', warnings);
  }
}

/** In pods, defaulting makes a limit without a request its own request. */
const requestsOrLimits = (
  requests: QuantityMap | undefined,
  limits: QuantityMap | undefined,
  resource: string,
): QuantityMap | undefined => (Object.hasOwn(map(requests), resource) ? requests : limits);

function warnOfVariables(variables: readonly EnvVar[], path: () => Path, warnings: WarningList): void {
  if (variables.length < 2) return;
  const names = new Set<string>();
  const rule = HIDDEN_VARIABLES.findLast(({ minimumMinor }) => warnings.minor >= minimumMinor);
  for (let index = 0; index < variables.length; index += 1) {
    const variable: EnvVar = variables[index] ?? {};
    const name = text(variable.name);
    if (!names.has(name)) {
      names.add(name);
      continue;
    }
    if (rule === undefined || (rule.allowsReference && extendsPrevious(variable, name))) continue;
    const variablePath = path().child('env').index(index);
    const warnedPath = rule.field === undefined ? variablePath : variablePath.child(rule.field);
    warnings.at(warnedPath, rule.text(goQuote(name)));
  }
}

/** Whether the value refers to the one before, as in `$(PATH):/bin`; a bare reference adds nothing. */
function extendsPrevious({ value, valueFrom }: EnvVar, name: string): boolean {
  const reference = `$(${name})`;
  const written = text(value);
  return !isSet(valueFrom) && written !== reference && written.includes(reference);
}
