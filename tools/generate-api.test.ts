import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { describeShared } from '../conformance/shared.js';

const root = fileURLToPath(new URL('../', import.meta.url));

interface Generator {
  readonly GENERATED_FOLDERS: readonly string[];
  generateAll(shared: string): ReadonlyMap<string, string>;
}

describeShared('generated files', (shared) => {
  it('are what `npm run generate` would write', async () => {
    const generator: Generator = await import(new URL('./generate-api.mjs', import.meta.url).href);
    const files = generator.generateAll(shared);
    const stale = [...files].filter(([path, text]) => readFileSync(root + path, 'utf8') !== text).map(([path]) => path);
    expect(stale, 'run `npm run generate`').toEqual([]);
    const present = generator.GENERATED_FOLDERS.flatMap((folder) =>
      readdirSync(root + folder).map((name) => folder + name),
    );
    expect(present.filter((path) => !files.has(path))).toEqual([]);
  });
});
