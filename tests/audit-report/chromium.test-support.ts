/** A Chromium for tests: the one of BULKHEAD_CHROMIUM, the one that the test command installed, or one on the PATH. */
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

const installed = fileURLToPath(new URL('../../.tools/chromium', import.meta.url));
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

function onPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const own = process.env['BULKHEAD_CHROMIUM'];
const program = own ?? (existsSync(`${installed}/chromium`) ? `${installed}/chromium` : onPath());

export const hasChromium = program !== undefined;
if (!hasChromium) {
  process.stderr.write('SKIPPED chromium: not in BULKHEAD_CHROMIUM, .tools/chromium or the PATH\n');
}

export function startChromium(): Promise<Browser> {
  // The installed one brings its libraries along; one of the system must not see them.
  const libraries = process.env['BULKHEAD_CHROMIUM_LIBRARIES'] ?? (own === undefined ? `${installed}/lib` : '');
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) environment[name] = value;
  return chromium.launch({
    executablePath: program ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-zygote'],
    env: { ...environment, ...(existsSync(libraries) ? { LD_LIBRARY_PATH: libraries } : {}) },
    timeout: 60_000,
  });
}
