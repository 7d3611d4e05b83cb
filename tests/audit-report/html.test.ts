/** The HTML report in a real browser, at the widths of a phone and of a desk, light and dark, with hostile input. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../../packages/cli/src/commands/run-command.test-support.js';
import { hasChromium, startChromium } from './chromium.test-support.js';

const HOSTILE = [
  '</script><script>alert(1)</script>',
  '"><img src=x onerror=alert(2)>',
  "javascript:alert(3)//'{{7*7}}",
  '<svg onload=alert(4)>\u2028\u2029<!--',
];

const pod = (name: string, namespace: string): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, annotations: { note: HOSTILE.join(' ') } },
  spec: { hostPID: true, containers: [{ name, image: name, securityContext: { privileged: true } }] },
});

const PLAIN = `apiVersion: v1
kind: Pod
metadata: {name: plain, namespace: shop}
spec:
  containers:
    - name: app
      image: registry.example/app:1
      securityContext:
        privileged: true
`;

const folder = mkdtempSync(join(tmpdir(), 'bulkhead-html-'));
let browser: Browser;
let url: string;

beforeAll(async () => {
  if (!hasChromium) return;
  writeFileSync(join(folder, 'plain.yaml'), PLAIN);
  HOSTILE.forEach((text, index) => {
    writeFileSync(join(folder, `hostile-${index}.json`), JSON.stringify(pod(text, index === 0 ? text : 'shop')));
  });
  writeFileSync(join(folder, '<img src=x onerror=alert(5)>.yaml'), PLAIN.replace('plain', 'odd-file'));
  await runCommand(['audit', '.', '--profile', 'cis', '--format', 'html', '--output', 'report.html'], { cwd: folder });
  url = pathToFileURL(join(folder, 'report.html')).href;
  browser = await startChromium();
}, 90_000);
afterAll(async () => {
  if (hasChromium) await browser.close();
  rmSync(folder, { recursive: true });
});

interface Visit {
  readonly page: Page;
  /** Dialogs, errors, and requests for anything but the page itself. */
  readonly trouble: string[];
  readonly close: () => Promise<void>;
}

async function visit(width: number, colorScheme: 'light' | 'dark'): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme });
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on('dialog', (dialog) => {
    trouble.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => trouble.push(`error ${error.message}`));
  page.on('console', (message) => trouble.push(`console ${message.type()} ${message.text()}`));
  page.on('request', (request) => {
    if (request.url() !== url && !request.url().startsWith('data:')) trouble.push(`request ${request.url()}`);
  });
  await page.goto(url);
  await page.waitForSelector('#posture-title');
  return { page, trouble, close: () => context.close() };
}

const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
const background = (page: Page): Promise<string> =>
  page.evaluate<string>('getComputedStyle(document.body).backgroundColor');

describe.skipIf(!hasChromium)('the HTML report in Chromium', { timeout: 90_000 }, () => {
  it.each([
    [390, 'light'],
    [390, 'dark'],
    [1440, 'light'],
    [1440, 'dark'],
  ] as const)('shows posture, list and workload at %i px, %s', async (width, scheme) => {
    const { page, trouble, close } = await visit(width, scheme);
    expect(await page.textContent('#posture-title')).toMatch(/^\d+ findings at or above high$/);
    expect(await page.title()).toContain('Bulkhead audit');
    expect(await isTooWide(page)).toBe(false);
    expect(await background(page)).toBe(scheme === 'light' ? 'rgb(246, 247, 249)' : 'rgb(20, 23, 28)');
    await page.click('.theme');
    expect(await background(page)).toBe(scheme === 'light' ? 'rgb(20, 23, 28)' : 'rgb(246, 247, 249)');

    await page.fill('#text', 'shop/plain privileged=true');
    expect(await page.textContent('.status')).toBe('1 finding on 1 object');
    await page.click('article h3 a');
    expect(await page.textContent('#object-title')).toBe('Pod shop/plain');
    expect(await page.evaluate('document.activeElement?.id')).toBe('object-title');
    expect(await page.textContent('.line.marked.critical code')).toBe('        privileged: true');
    expect(await isTooWide(page)).toBe(false);
    await page.goBack();
    expect(await page.inputValue('#text')).toBe('shop/plain privileged=true');
    expect(trouble).toEqual([]);
    await close();
  });

  it('filters by severity, layer, namespace and gain, and clears', async () => {
    const { page, trouble, close } = await visit(1440, 'light');
    const status = async (): Promise<string> => (await page.textContent('.status')) ?? '';
    const all = await status();
    await page.click('.tile.critical');
    expect(await status()).toBe('6 findings on 6 objects');
    expect(await page.getAttribute('.toggle.critical', 'aria-pressed')).toBe('true');
    await page.selectOption('#layer', 'cluster');
    expect(await status()).toBe('Nothing matches.');
    await page.click('.clear');
    expect(await status()).toBe(all);
    await page.selectOption('#namespace', 'shop');
    expect(await status()).toContain('on 5 objects');
    await page.selectOption('#gain', 'node');
    expect(await status()).toContain('on 5 objects');
    expect(await page.textContent('.controls')).toContain('CIS Kubernetes Benchmark');
    expect(trouble).toEqual([]);
    await close();
  });

  it('shows hostile texts as texts', async () => {
    const { page, trouble, close } = await visit(1440, 'dark');
    await page.fill('#text', 'hostile');
    const list = (await page.textContent('.objects')) ?? '';
    expect(list).toContain('</script><script>alert(1)</script>');
    expect(list).toContain('"><img src=x onerror=alert(2)>');
    expect(list).toContain('<svg onload=alert(4)>\\u2028\\u2029<!--');
    expect(await page.$$eval('main img, main svg, main script, main a:not([href^="#"])', (found) => found.length)).toBe(
      0,
    );
    await page.click('article h3 a');
    expect(await page.textContent('.line code')).toContain('alert(');
    await page.goto(`${url}#object-999999`);
    await page.goto(`${url}#<img src=x onerror=alert(6)>`);
    expect(trouble).toEqual([]);
    await close();
  });

  it('is usable by keyboard and names its controls', async () => {
    const { page, close } = await visit(1440, 'light');
    const nameless = await page.$$eval('button, a, input, select', (all) =>
      all
        .filter(
          (one) =>
            (one.textContent ?? '').trim() === '' && !one.hasAttribute('aria-label') && one.closest('label') === null,
        )
        .map((one) => one.outerHTML),
    );
    expect(nameless).toEqual([]);
    await page.focus('#text');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await page.getAttribute('.toggle.critical', 'aria-pressed')).toBe('true');
    await close();
  });
});
