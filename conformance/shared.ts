/**
 * Where the recorded answers and fixtures stand. They are not part of the project; suites that use them are
 * skipped, loudly, where they are missing.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

const candidate = fileURLToPath(new URL('../../shared/', import.meta.url));

/** Absolute path with a trailing slash, or undefined where the folder is not there. */
export const sharedFolder: string | undefined = existsSync(`${candidate}fixtures`) ? candidate : undefined;

/** A suite that needs the shared folder; `suite` gets its path. */
export function describeShared(name: string, suite: (folder: string) => void): void {
  const folder = sharedFolder;
  if (folder !== undefined) {
    describe(name, () => suite(folder));
    return;
  }
  process.stderr.write(`SKIPPED ${name}: ../shared is not here, so the recorded cases cannot be compared\n`);
  describe.skip(`${name} (../shared is missing)`, () => undefined);
}
