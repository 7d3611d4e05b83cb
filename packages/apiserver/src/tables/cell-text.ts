/** Texts that cells of several kinds are made of. */
import type { Minor } from '@bulkhead/apimachinery';
import { compileLabelSelector, formatRequirements } from '@bulkhead/apimachinery/selectors';
import type { Container } from '@bulkhead/apimachinery/types/core-v1';
import type { LabelSelector, OwnerReference } from '@bulkhead/apimachinery/types/meta-v1';
import { type Cells, NONE, UNSET } from './table-types.js';

type Labels = Readonly<Record<string, string>> | undefined;

/** `a=b,c=d`, sorted. */
export function labelsText(labels: Labels): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? NONE : pairs.sort().join(',');
}

/** `a=b,c in (d,e),!f`. */
export function selectorText(selector: LabelSelector | undefined, minor: Minor): string {
  const compiled = compileLabelSelector(selector, minor);
  if (compiled === undefined) return '<error>';
  if (compiled.kind === 'nothing') return NONE;
  return formatRequirements(compiled.requirements) || NONE;
}

/** `True`, `False`, or that it is not said. */
export function flagText(flag: boolean | undefined): string {
  if (flag === undefined) return UNSET;
  return flag ? 'True' : 'False';
}

/** At most `max` of the texts, and how many more of the `count` there are. */
export function shortened(texts: readonly string[], max: number, separator: string, count = texts.length): string {
  const listed = texts.slice(0, max).join(separator);
  return count > max ? `${listed} + ${count - max} more...` : listed;
}

/** The cells `Containers` and `Images`. */
export function containerCells(containers: readonly Container[] | undefined): Cells {
  return {
    Containers: (containers ?? []).map(({ name }) => name ?? '').join(','),
    Images: (containers ?? []).map(({ image }) => image ?? '').join(','),
  };
}

/** `daemonset.apps/web` for the owner that controls the object. */
export function controllerText(owners: readonly OwnerReference[] | undefined): string {
  const owner = owners?.find(({ controller }) => controller === true);
  if (owner === undefined) return NONE;
  const { apiVersion = '', kind = '', name = '' } = owner;
  return `${qualifiedKind(kind.toLowerCase(), apiVersion.split('/').at(-2))}/${name}`;
}

/** `Kind.group`, or just the kind of the core group. */
export const qualifiedKind = (kind: string, group: string | undefined): string =>
  group === undefined || group === '' ? kind : `${kind}.${group}`;

interface ConditionLike {
  readonly type?: string;
  readonly status?: string;
}

/** The condition of the type. */
export const conditionOf = <T extends ConditionLike>(
  conditions: readonly T[] | undefined,
  type: string,
): T | undefined => conditions?.find((condition) => condition.type === type);

export const isTrue = (conditions: readonly ConditionLike[] | undefined, type: string): boolean =>
  conditionOf(conditions, type)?.status === 'True';
