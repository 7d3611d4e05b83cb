/**
 * Labels of nodes that are deprecated, wherever something selects nodes by them.
 * Source: pkg/api/node/util.go.
 */
import type { NodeSelectorTerm } from '../generated/types/core-v1.js';
import type { LabelSelector } from '../generated/types/meta-v1.js';
import { labelValueProblems } from '../names/index.js';
import type { Path } from '../validation/field-path.js';
import { list, map, type TextMap, text, texts } from '../validation/zero-value.js';
import type { Minor } from '../version.js';
import type { WarningList } from './warning-list.js';

interface DeprecatedLabel {
  readonly minimumMinor: Minor;
  readonly message: string;
}

const ALWAYS: Minor = 0;
const renamed = (since: string, replacement: string): DeprecatedLabel => ({
  minimumMinor: ALWAYS,
  message: `deprecated since ${since}; use "${replacement}" instead`,
});

const DEPRECATED_LABELS: ReadonlyMap<string, DeprecatedLabel> = new Map([
  ['beta.kubernetes.io/arch', renamed('v1.14', 'kubernetes.io/arch')],
  ['beta.kubernetes.io/os', renamed('v1.14', 'kubernetes.io/os')],
  ['failure-domain.beta.kubernetes.io/region', renamed('v1.17', 'topology.kubernetes.io/region')],
  ['failure-domain.beta.kubernetes.io/zone', renamed('v1.17', 'topology.kubernetes.io/zone')],
  ['beta.kubernetes.io/instance-type', renamed('v1.17', 'node.kubernetes.io/instance-type')],
  ['app.kubernetes.io/created-by', { minimumMinor: 31, message: 'deprecated since v1.9' }],
  [
    'scheduler.alpha.kubernetes.io/preferAvoidPods',
    { minimumMinor: 31, message: 'deprecated since v1.22; use Taints and Tolerations instead' },
  ],
  [
    'node-role.kubernetes.io/master',
    { minimumMinor: 31, message: 'use "node-role.kubernetes.io/control-plane" instead' },
  ],
]);

/** Since 1.33 the values of preferred terms, which no validation looks at, are checked too. */
const PREFERRED_VALUES_SINCE: Minor = 33;

/** What is said about the label; undefined for labels in use. */
export function deprecatedLabelMessage(label: string, minor: Minor): string | undefined {
  const deprecated = DEPRECATED_LABELS.get(label);
  return deprecated !== undefined && minor >= deprecated.minimumMinor ? deprecated.message : undefined;
}

/** The deprecated keys of a map of labels, sorted: the API server has them in any order. */
export function deprecatedKeys(labels: TextMap | undefined, minor: Minor): readonly string[] {
  const keys = Object.keys(map(labels)).filter((key) => deprecatedLabelMessage(key, minor) !== undefined);
  return keys.length > 1 ? keys.sort() : keys;
}

export function warnOfNodeSelectorTerm(
  term: NodeSelectorTerm | undefined,
  isPreferred: boolean,
  path: () => Path,
  warnings: WarningList,
): void {
  const checksValues = isPreferred && warnings.minor >= PREFERRED_VALUES_SINCE;
  const expressions = list(term?.matchExpressions);
  for (let index = 0; index < expressions.length; index += 1) {
    const key = text(expressions[index]?.key);
    warnOfExpressionKey(key, () => path().child('matchExpressions').index(index), warnings);
    if (!checksValues) continue;
    const values = texts(expressions[index]?.values);
    for (let valueIndex = 0; valueIndex < values.length; valueIndex += 1) {
      const value = values[valueIndex] ?? '';
      for (const problem of labelValueProblems(value, warnings.minor)) {
        const valuePath = path().child('matchExpressions').index(index).child('values').index(valueIndex);
        warnings.at(valuePath, `${value} is invalid, ${problem}`);
      }
    }
  }
}

function warnOfExpressionKey(key: string, path: () => Path, warnings: WarningList): void {
  const message = deprecatedLabelMessage(key, warnings.minor);
  if (message !== undefined) warnings.at(path().child('key'), `${key} is ${message}`);
}

/** A selector over the labels of nodes. */
export function warnOfNodeLabelSelector(selector: LabelSelector | undefined, path: Path, warnings: WarningList): void {
  const expressions = list(selector?.matchExpressions);
  for (let index = 0; index < expressions.length; index += 1) {
    const key = text(expressions[index]?.key);
    warnOfExpressionKey(key, () => path.child('matchExpressions').index(index), warnings);
  }
  for (const key of deprecatedKeys(selector?.matchLabels, warnings.minor)) {
    warnings.at(path.child('matchLabels').child(key), deprecatedLabelMessage(key, warnings.minor) ?? '');
  }
}
