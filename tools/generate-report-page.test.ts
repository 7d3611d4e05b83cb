import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));

interface Generator {
  generateReportPage(): Promise<ReadonlyMap<string, string>>;
}

it('keeps the page of the HTML report as its sources say', async () => {
  const generator: Generator = await import(new URL('./generate-report-page.mjs', import.meta.url).href);
  for (const [path, text] of await generator.generateReportPage()) {
    expect(readFileSync(root + path, 'utf8') === text, 'run node tools/generate-report-page.mjs').toBe(true);
  }
});

it('allows exactly the script and the style that are inside', async () => {
  const { PAGE_SCRIPT, PAGE_SCRIPT_HASH, PAGE_STYLE, PAGE_STYLE_HASH } = await import(
    '../packages/audit/src/generated/report-page.js'
  );
  const hash = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
  expect([hash(PAGE_SCRIPT), hash(PAGE_STYLE)]).toEqual([PAGE_SCRIPT_HASH, PAGE_STYLE_HASH]);
});
