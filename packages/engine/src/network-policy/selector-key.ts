/** Selectors as text, equal for selectors that say the same in the same words whatever their order. */
import type { CompiledSelector } from '@bulkhead/apimachinery/selectors';

export function selectorKey(selector: CompiledSelector): string {
  if (selector.kind === 'nothing') return '!';
  const parts = selector.requirements.map(({ key, operator, values }) =>
    JSON.stringify([key, operator === '=' ? 'in' : operator, values.toSorted()]),
  );
  return parts.toSorted().join('&');
}
