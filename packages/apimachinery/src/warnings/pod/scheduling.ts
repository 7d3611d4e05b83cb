/**
 * Deprecated node labels in selectors, affinity and spreading, and label selectors left out, which match no pod.
 * Source: pkg/api/pod/warnings.go.
 */
import type { NodeAffinity, PodAffinityTerm, PodSpec } from '../../generated/types/core-v1.js';
import type { Path } from '../../validation/field-path.js';
import { isSet, list, text } from '../../validation/zero-value.js';
import type { Minor } from '../../version.js';
import { deprecatedKeys, deprecatedLabelMessage, warnOfNodeSelectorTerm } from '../node-label.js';
import type { WarningList } from '../warning-list.js';

const NULL_SELECTORS_SINCE: Minor = 28;
const NULL_SELECTOR = 'a null labelSelector results in matching no pod';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

export function warnOfNodeLabels(spec: PodSpec, specPath: Path, warnings: WarningList): void {
  if (isSet(spec.nodeSelector)) {
    for (const key of deprecatedKeys(spec.nodeSelector, warnings.minor)) {
      const message = deprecatedLabelMessage(key, warnings.minor) ?? '';
      warnings.at(specPath.child('nodeSelector').key(key), message);
    }
  }
  const affinity = spec.affinity?.nodeAffinity;
  if (isSet(affinity)) warnOfNodeAffinity(affinity, specPath.child('affinity').child('nodeAffinity'), warnings);
  warnOfTopologySpread(spec, specPath, warnings);
}

function warnOfNodeAffinity(affinity: NodeAffinity, path: Path, warnings: WarningList): void {
  const required = list(affinity[REQUIRED]?.nodeSelectorTerms);
  for (let index = 0; index < required.length; index += 1) {
    const termPath = (): Path => path.child(REQUIRED).child('nodeSelectorTerms').index(index);
    warnOfNodeSelectorTerm(required[index], false, termPath, warnings);
  }
  const preferred = list(affinity[PREFERRED]);
  for (let index = 0; index < preferred.length; index += 1) {
    const termPath = (): Path => path.child(PREFERRED).index(index).child('preference');
    warnOfNodeSelectorTerm(preferred[index]?.preference, true, termPath, warnings);
  }
}

function warnOfTopologySpread(spec: PodSpec, specPath: Path, warnings: WarningList): void {
  const constraints = list(spec.topologySpreadConstraints);
  for (let index = 0; index < constraints.length; index += 1) {
    const path = (): Path => specPath.child('topologySpreadConstraints').index(index);
    const key = text(constraints[index]?.topologyKey);
    const message = deprecatedLabelMessage(key, warnings.minor);
    if (message !== undefined) warnings.at(path().child('topologyKey'), `${key} is ${message}`);
    warnOfNullSelector(constraints[index], path, warnings);
  }
}

export function warnOfPodAffinity(spec: PodSpec, specPath: Path, warnings: WarningList): void {
  for (const name of ['podAffinity', 'podAntiAffinity'] as const) {
    const affinity = spec.affinity?.[name];
    if (!isSet(affinity)) continue;
    const path = specPath.child('affinity').child(name);
    const required = list(affinity[REQUIRED]);
    for (let index = 0; index < required.length; index += 1) {
      warnOfNullSelector(required[index], () => path.child(REQUIRED).index(index), warnings);
    }
    const preferred = list(affinity[PREFERRED]);
    for (let index = 0; index < preferred.length; index += 1) {
      const termPath = (): Path => path.child(PREFERRED).index(index).child('podAffinityTerm');
      warnOfNullSelector(preferred[index]?.podAffinityTerm, termPath, warnings);
    }
  }
}

function warnOfNullSelector(
  term: Pick<PodAffinityTerm, 'labelSelector'> | undefined,
  path: () => Path,
  warnings: WarningList,
): void {
  if (isSet(term?.labelSelector) || warnings.minor < NULL_SELECTORS_SINCE) return;
  warnings.at(path().child('labelSelector'), NULL_SELECTOR);
}
