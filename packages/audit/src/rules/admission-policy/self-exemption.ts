import type { Minor } from '@bulkhead/apimachinery';
import { compileLabelSelector, formatRequirements } from '@bulkhead/apimachinery/selectors';
import type { LabelSelector } from '@bulkhead/apimachinery/types/meta-v1';
import { meansRequest } from '@bulkhead/engine/admission-matching';
import type { ObjectRule, Report } from '../../rule.js';
import { GUARDS, type Guard, guardedText, guardsOf, NAMESPACES } from './guard.js';

/** Set by the API server alone. */
const FIXED_KEY = 'kubernetes.io/metadata.name';
const OWN_WORDS: readonly string[] = ['object.metadata.labels', 'object.metadata.annotations'];

export const selfExemption: ObjectRule = {
  id: 'admission-policy/self-exemption',
  title: 'Whoever is checked decides whether they are',
  severity: 'medium',
  gains: 'workload',
  layer: 'cluster',
  standards: ['NSA:admission', 'MITRE:T1562.001'],
  description:
    'A validating webhook or policy chooses objects by their own labels or annotations, or namespaces by a label other than their name. Who makes the object writes its labels; who may change a namespace writes those.',
  risk: 'One label, set or left out, and the check does not happen.',
  remediation:
    'Select namespaces by `kubernetes.io/metadata.name`, exempt users by a match condition on `request.userInfo`, and guard the labels of namespaces.',
  subject: 'object',
  kinds: GUARDS,
  check: (object, { profile }): readonly Report[] =>
    guardsOf(object).flatMap((guard) => {
      if (guard.mutates || guardedText(guard, profile.minor) === '') return [];
      return [
        ...ofObjects(guard, profile.minor),
        ...ofConditions(guard),
        ...ofNamespaces(guard, profile.minor, guardsOf(object)),
      ];
    }),
};

function ofObjects({ objectSelector, matchPath, title }: Guard, minor: Minor): readonly Report[] {
  const text = selectorText(objectSelector, minor);
  if (text === '') return [];
  const message = `${title} is asked only about objects with ${text}: whoever makes one chooses its labels`;
  return [{ fields: [`${matchPath}.objectSelector`], message }];
}

function ofConditions({ matchConditions, path, title }: Guard): readonly Report[] {
  return matchConditions.flatMap(({ name = '', expression = '' }, index): readonly Report[] => {
    const compact = expression.replaceAll('.?', '.');
    if (!OWN_WORDS.some((words) => compact.includes(words))) return [];
    return [
      {
        fields: [`${path}.matchConditions[${index}].expression`],
        message: `${title} is asked or not by labels or annotations of the object itself (condition ${JSON.stringify(name)})`,
        severity: 'low',
      },
    ];
  });
}

function ofNamespaces(guard: Guard, minor: Minor, all: readonly Guard[]): readonly Report[] {
  const { namespaceSelector, matchPath, title } = guard;
  const own = (namespaceSelector.matchExpressions ?? []).filter(({ key }) => key !== FIXED_KEY);
  const labels = Object.entries(namespaceSelector.matchLabels ?? {}).filter(([key]) => key !== FIXED_KEY);
  const text = selectorText({ matchExpressions: own, matchLabels: Object.fromEntries(labels) }, minor);
  if (text === '') return [];
  const message = `${title} is asked only in namespaces with ${text}: whoever may make or label a namespace gets past it`;
  // A webhook beside it that is asked about namespaces is there to guard the label.
  const isGuarded = all.some(
    (other) =>
      other.path !== guard.path && !other.ignoresFailure && meansRequest(other.requests, NAMESPACES('UPDATE'), minor),
  );
  return [{ fields: [`${matchPath}.namespaceSelector`], message, severity: isGuarded ? 'info' : 'low' }];
}

/** Empty for a selector that selects everything, or is none. */
function selectorText(selector: LabelSelector, minor: Minor): string {
  const compiled = compileLabelSelector(selector, minor);
  return compiled?.kind === 'requirements' ? formatRequirements(compiled.requirements) : '';
}
