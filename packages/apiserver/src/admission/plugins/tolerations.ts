/**
 * Tolerations of two lists in one, without those that another covers.
 *
 * Source: pkg/util/tolerations/tolerations.go.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Toleration } from '@bulkhead/apimachinery/types/core-v1';

export function mergeTolerations(first: readonly Toleration[], second: readonly Toleration[]): readonly Toleration[] {
  const all = [...first, ...second];
  const merged: Toleration[] = [];
  for (const [index, toleration] of all.entries()) {
    if (merged.some((other) => isSuperset(other, toleration))) continue;
    const later = all.slice(index + 1);
    // Of equal ones the first stays.
    if (later.some((other) => !isDeepStrictEqual(toleration, other) && isSuperset(other, toleration))) continue;
    merged.push(toleration);
  }
  return merged;
}

function isSuperset(wide: Toleration, narrow: Toleration): boolean {
  if (isDeepStrictEqual(wide, narrow)) return true;
  const { key = '', operator = '', value = '', effect = '' } = wide;
  if ((narrow.key ?? '') !== key && !(key === '' && operator === 'Exists')) return false;
  if ((narrow.effect ?? '') !== effect && effect !== '') return false;
  const { tolerationSeconds: seconds } = wide;
  if (effect === 'NoExecute' && seconds !== undefined) {
    if (narrow.tolerationSeconds === undefined || narrow.tolerationSeconds > seconds) return false;
  }
  if (operator === 'Exists') return true;
  return (operator === 'Equal' || operator === '') && narrow.operator === 'Equal' && (narrow.value ?? '') === value;
}
