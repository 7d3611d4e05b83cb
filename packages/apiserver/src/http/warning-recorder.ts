/**
 * Warning headers of one answer: exact repetitions are dropped, and all texts together are bounded.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/filters/warning.go.
 */
import { goQuote } from '@bulkhead/apimachinery';

const MAX_TOTAL_RUNES = 4096;
const TRUNCATED_RUNES = 256;

export class WarningRecorder {
  readonly #texts = new Set<string>();

  add(text: string): void {
    if (text !== '') this.#texts.add(text);
  }

  /** Values of the `Warning` headers, in order. */
  headers(): readonly string[] {
    const texts = [...this.#texts].map(printable);
    const total = texts.reduce((sum, text) => sum + [...text].length, 0);
    return (total > MAX_TOTAL_RUNES ? withinBudget(texts) : texts).map((text) => `299 - ${goQuote(text)}`);
  }
}

/** Once the budget is passed, each text is cut, and those beyond the budget are left out. */
function withinBudget(texts: readonly string[]): string[] {
  const kept: string[] = [];
  let left = MAX_TOTAL_RUNES;
  for (const text of texts) {
    const cut = [...text].slice(0, TRUNCATED_RUNES).join('');
    left -= [...cut].length;
    if (left < 0) break;
    kept.push(cut);
  }
  return kept;
}

const printable = (text: string): string => text.replace(/\p{C}/gu, '');
