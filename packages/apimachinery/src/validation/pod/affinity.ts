/**
 * Node and pod affinity.
 * Source: pkg/apis/core/validation/validation.go validateAffinity and its neighbours.
 */
import type {
  Affinity,
  NodeAffinity,
  PodAffinity,
  PodAffinityTerm,
  PodAntiAffinity,
} from '../../generated/types/core-v1.js';
import { dns1123LabelProblems } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validateLabelSelector } from '../metadata/label-selector.js';
import { validateQualifiedName } from '../name.js';
import { isSet, list, number, struct, text, texts } from '../zero-value.js';
import { validateMatchLabelKeys } from './match-label-keys.js';
import { validateNodeSelector, validateNodeSelectorTerm } from './node-selector.js';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

export function validateAffinity(affinity: Affinity | undefined, specPath: Path, errors: ErrorList): void {
  if (!isSet(affinity)) return;
  const path = specPath.child('affinity');
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity;
  if (isSet(nodeAffinity)) validateNodeAffinity(nodeAffinity, path.child('nodeAffinity'), errors);
  if (isSet(podAffinity)) validatePodAffinity(podAffinity, path.child('podAffinity'), errors);
  if (isSet(podAntiAffinity)) validatePodAffinity(podAntiAffinity, path.child('podAntiAffinity'), errors);
}

function validateNodeAffinity(affinity: NodeAffinity, path: Path, errors: ErrorList): void {
  const required = affinity.requiredDuringSchedulingIgnoredDuringExecution;
  if (isSet(required)) validateNodeSelector(required, path.child(REQUIRED), errors);
  const preferred = list(affinity.preferredDuringSchedulingIgnoredDuringExecution);
  for (let index = 0; index < preferred.length; index += 1) {
    const term = preferred[index];
    if (term === undefined) continue;
    const termPath = path.child(PREFERRED).index(index);
    validateWeight(term.weight, termPath, errors);
    validateNodeSelectorTerm(struct(term.preference), false, termPath.child('preference'), errors);
  }
}

function validatePodAffinity(affinity: PodAffinity | PodAntiAffinity, path: Path, errors: ErrorList): void {
  const required = list(affinity.requiredDuringSchedulingIgnoredDuringExecution);
  for (let index = 0; index < required.length; index += 1) {
    const term = required[index];
    if (term !== undefined) validatePodAffinityTerm(term, path.child(REQUIRED).index(index), errors);
  }
  const preferred = list(affinity.preferredDuringSchedulingIgnoredDuringExecution);
  for (let index = 0; index < preferred.length; index += 1) {
    const term = preferred[index];
    if (term === undefined) continue;
    const termPath = path.child(PREFERRED).index(index);
    validateWeight(term.weight, termPath, errors);
    validatePodAffinityTerm(struct(term.podAffinityTerm), termPath.child('podAffinityTerm'), errors);
  }
}

function validateWeight(weight: number | undefined, path: Path, errors: ErrorList): void {
  const value = number(weight);
  if (value <= 0 || value > 100) errors.invalid(path.child('weight'), value, 'must be in the range 1-100');
}

function validatePodAffinityTerm(term: PodAffinityTerm, path: Path, errors: ErrorList): void {
  validateLabelSelector(term.labelSelector, () => path.child('labelSelector'), errors);
  validateLabelSelector(term.namespaceSelector, () => path.child('namespaceSelector'), errors);
  for (const name of texts(term.namespaces)) {
    const problems = dns1123LabelProblems(name);
    if (problems.length > 0) errors.invalidEach(path.child('namespace'), name, problems);
  }
  validateMatchLabelKeys(texts(term.matchLabelKeys), texts(term.mismatchLabelKeys), term.labelSelector, path, errors);
  const topologyKey = text(term.topologyKey);
  if (topologyKey === '') errors.required(path.child('topologyKey'), 'can not be empty');
  validateQualifiedName(topologyKey, path, 'topologyKey', errors);
}
