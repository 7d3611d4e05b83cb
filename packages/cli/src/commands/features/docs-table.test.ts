/** The table of docs/features.md says what the gates say; `vitest -u` writes it again. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { formatMinor, MINORS } from '@bulkhead/apimachinery';
import { SECURITY_FEATURES } from '@bulkhead/engine/feature-adoption';
import { availabilityOf, defaultProfile, kepByNumber } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import { stateText } from './state-text.js';

const PAGE = fileURLToPath(new URL('../../../../../docs/features.md', import.meta.url));
const BEGIN = '<!-- table: written by docs-table.test.ts -->\n';
const END = '<!-- end of table -->';

function table(): string {
  const rows = SECURITY_FEATURES.map(({ kep: number, name }) => {
    const kep = kepByNumber(number);
    const states = MINORS.map((minor) => {
      const state = kep === undefined ? undefined : availabilityOf(kep, defaultProfile(minor));
      return state === undefined || state.stage === 'absent' ? '-' : stateText(state);
    });
    return [name, `[${number}](https://kep.k8s.io/${number})`, ...states];
  });
  const head = ['feature', 'KEP', ...MINORS.map(formatMinor)];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

describe('docs/features.md', () => {
  it('has the states of every feature', async () => {
    const page = readFileSync(PAGE, 'utf8');
    const [before = '', rest = ''] = page.split(BEGIN);
    const after = rest.slice(rest.indexOf(END));
    await expect(`${before}${BEGIN}${table()}${after}`).toMatchFileSnapshot(PAGE);
  });
});
