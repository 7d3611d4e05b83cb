/**
 * The warnings about a pod or a pod template, in upstream's order.
 * Source: pkg/api/pod/warnings.go warningsForPodSpecAndMeta.
 */
import type { PodSpec, PodTemplateSpec } from '../../generated/types/core-v1.js';
import { goQuote } from '../../schema/go-quote.js';
import type { Path } from '../../validation/field-path.js';
import { SECCOMP_POD_ANNOTATION } from '../../validation/pod/seccomp.js';
import { entry, isSet, list, map, number, struct, text } from '../../validation/zero-value.js';
import { warnOfIP, warnOfIPs } from '../addresses.js';
import { warnOfFractionalBytes } from '../fractional-bytes.js';
import type { WarningList } from '../warning-list.js';
import { SECCOMP_MESSAGE, warnOfContainers } from './containers.js';
import { type PodPlace, placeOf } from './pod-place.js';
import { warnOfPorts } from './ports.js';
import { warnOfNodeLabels, warnOfPodAffinity } from './scheduling.js';
import { warnOfOverlappingPaths } from './virtual-paths.js';
import { warnOfVolumes } from './volumes.js';

const DEPRECATED_ANNOTATIONS: readonly { readonly key: string; readonly message: string }[] = [
  {
    key: 'scheduler.alpha.kubernetes.io/critical-pod',
    message: 'non-functional in v1.16+; use the "priorityClassName" field instead',
  },
  {
    key: 'security.alpha.kubernetes.io/sysctls',
    message: 'non-functional in v1.11+; use the "sysctls" field instead',
  },
  {
    key: 'security.alpha.kubernetes.io/unsafe-sysctls',
    message: 'non-functional in v1.11+; use the "sysctls" field instead',
  },
];

/** `templatePath` is undefined for a Pod. */
export function warnOfPodTemplate(
  template: PodTemplateSpec | undefined,
  templatePath: Path | undefined,
  warnings: WarningList,
): void {
  const spec: PodSpec = struct(template?.spec);
  const annotations = map(template?.metadata?.annotations);
  const hasAnnotations = Object.keys(annotations).length > 0;
  const place = placeOf(templatePath, hasAnnotations ? annotations : undefined);
  const { specPath } = place;
  warnOfNodeLabels(spec, specPath, warnings);
  if (hasAnnotations) warnOfAnnotations(place, warnings);
  warnOfVolumes(spec, specPath, warnings);
  warnOfOverlappingPaths(spec, warnings);
  warnOfDuplicates(spec, specPath, warnings);
  if (isSet(spec.overhead)) {
    const path = (): Path => specPath;
    warnOfFractionalBytes(spec.overhead, 'memory', path, 'overhead', warnings);
    warnOfFractionalBytes(spec.overhead, 'ephemeral-storage', path, 'overhead', warnings);
  }
  if (hasAnnotations) warnOfSeccompAnnotation(spec, place, warnings);
  warnOfContainers(spec, place, warnings);
  warnOfPorts(spec, specPath, place.isPod, warnings);
  // In pods, decoding makes 1 of it before anything is warned of.
  if (!place.isPod && number(spec.terminationGracePeriodSeconds) < 0) {
    const path = specPath.child('terminationGracePeriodSeconds');
    warnings.at(path, 'must be >= 0; negative values are invalid and will be treated as 1');
  }
  warnOfPodAffinity(spec, specPath, warnings);
  warnOfAddresses(spec, specPath, warnings);
}

function warnOfAnnotations({ annotations, annotationsPath }: PodPlace, warnings: WarningList): void {
  for (const { key, message } of DEPRECATED_ANNOTATIONS) {
    if (entry(annotations, key) !== undefined) warnings.at(annotationsPath().key(key), message);
  }
}

function warnOfSeccompAnnotation(spec: PodSpec, place: PodPlace, warnings: WarningList): void {
  if (isSet(spec.securityContext?.seccompProfile)) return;
  if (entry(place.annotations, SECCOMP_POD_ANNOTATION) === undefined) return;
  warnings.at(place.annotationsPath().key(SECCOMP_POD_ANNOTATION), SECCOMP_MESSAGE);
}

/** Entries of which apply, which merges by key, would keep one. */
function warnOfDuplicates(spec: PodSpec, specPath: Path, warnings: WarningList): void {
  const aliases = list(spec.hostAliases);
  if (aliases.length > 1) {
    forEachRepeated(aliases, 'ip', (ip, index) => {
      warnings.at(specPath.child('hostAliases').index(index).child('ip'), `duplicate ip ${goQuote(ip)}`);
    });
  }
  const secrets = list(spec.imagePullSecrets);
  if (secrets.length > 1) {
    forEachRepeated(secrets, 'name', (name, index) => {
      warnings.at(specPath.child('imagePullSecrets').index(index).child('name'), `duplicate name ${goQuote(name)}`);
    });
  }
  for (let index = 0; index < secrets.length; index += 1) {
    if (text(secrets[index]?.name) !== '') continue;
    warnings.at(specPath.child('imagePullSecrets').index(index).child('name'), 'invalid empty name ""');
  }
}

function forEachRepeated<K extends string>(
  items: readonly { readonly [key in K]?: string }[],
  key: K,
  visit: (value: string, index: number) => void,
): void {
  const values = new Set<string>();
  for (let index = 0; index < items.length; index += 1) {
    const value = text(items[index]?.[key]);
    if (values.has(value)) visit(value, index);
    else values.add(value);
  }
}

function warnOfAddresses(spec: PodSpec, specPath: Path, warnings: WarningList): void {
  if (isSet(spec.dnsConfig)) {
    warnOfIPs(spec.dnsConfig.nameservers, () => specPath.child('dnsConfig').child('nameservers'), warnings);
  }
  const aliases = list(spec.hostAliases);
  for (let index = 0; index < aliases.length; index += 1) {
    warnOfIP(aliases[index]?.ip, () => specPath.child('hostAliases').index(index).child('ip'), warnings);
  }
}
