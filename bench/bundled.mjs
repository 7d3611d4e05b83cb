// Bundles a piece of code, as users run it, and gives its module. Imports are resolved from the folder.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

export async function bundled(contents, folder = '.') {
  const made = mkdtempSync(join(tmpdir(), 'bulkhead-bench-'));
  const outfile = join(made, 'bundle.mjs');
  await build({
    stdin: { contents, resolveDir: join(root, folder) },
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'warning',
  });
  const module = await import(pathToFileURL(outfile).href);
  rmSync(made, { recursive: true, force: true });
  return module;
}
