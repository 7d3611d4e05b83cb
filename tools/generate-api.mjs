// Writes everything that is generated from ../shared/data into compact files of the project's own (`npm run generate`).
// The product builds and runs without ../shared; tools/generate-api.test.ts compares the files where it is present.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readModel } from './api-model.mjs';
import { generateCves } from './generate-cves.mjs';
import { generateFeatureGates } from './generate-feature-gates.mjs';
import { generateLifecycle } from './generate-lifecycle.mjs';
import { generateMerging } from './generate-merging.mjs';
import { generateModel } from './generate-model.mjs';
import { generateRequirements } from './generate-requirements.mjs';
import { generateTableColumns } from './generate-table-columns.mjs';
import { generateTypes } from './generate-types.mjs';
import { generateUpgradeNotes } from './generate-upgrade-notes.mjs';
import { generateValues } from './generate-values.mjs';

/** Folders that hold generated files alone: what is in them and not generated any more is removed. */
export const GENERATED_FOLDERS = [
  'packages/apimachinery/src/generated/model/',
  'packages/apimachinery/src/generated/types/',
  'packages/apiserver/src/openapi/generated/',
  'packages/apiserver/src/tables/generated/',
  'packages/engine/src/upgrade-notes/generated/',
];

/** All generated files, text by path from the project's root. `shared` is the path of ../shared, with a slash. */
export function generateAll(shared) {
  const readShared = (name) => JSON.parse(readFileSync(`${shared}data/${name}`, 'utf8'));
  const listShared = (folder) => readdirSync(`${shared}data/${folder}`).sort();
  const model = readModel(readShared);
  return new Map([
    ...generateCves(readShared),
    ...generateFeatureGates(readShared),
    ...generateLifecycle(readShared),
    ...generateMerging(readShared),
    ...generateModel(model),
    ...generateRequirements(readShared, listShared, model),
    ...generateTableColumns(readShared),
    ...generateTypes(model),
    ...generateUpgradeNotes(readShared),
    ...generateValues(readShared, listShared, model),
  ]);
}

function main() {
  const root = fileURLToPath(new URL('../', import.meta.url));
  const files = generateAll(fileURLToPath(new URL('../../shared/', import.meta.url)));
  for (const folder of GENERATED_FOLDERS) {
    rmSync(root + folder, { recursive: true, force: true });
    mkdirSync(root + folder, { recursive: true });
  }
  for (const [path, text] of files) writeFileSync(root + path, text);
  const bytes = [...files.values()].reduce((sum, text) => sum + text.length, 0);
  console.log(`${files.size} files, ${Math.round(bytes / 1024)} KiB`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
