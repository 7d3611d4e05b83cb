/** Every manifest of the fixtures is read, and the fast reader says what the exact one says. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '@bulkhead/manifest';
import { expect, it } from 'vitest';
import { exact, fast } from '../packages/manifest/src/yaml/block-reader.test-support.js';
import { describeShared } from './shared.js';

/** Charts and CRDs of half a megabyte are alike; the exact reader needs seconds for all of them. */
const MAX_LENGTH = 300_000;

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => join(folder, name));

describeShared('manifests of the fixtures', (shared) => {
  it('are read, and both YAML readers agree', () => {
    let taken = 0;
    let documents = 0;
    for (const file of files(`${shared}fixtures`)) {
      const text = readFileSync(file, 'utf8');
      if (text.includes('{{') && file.includes('templates')) continue;
      expect(readManifest(text).errors, file).toEqual([]);
      if (text.length > MAX_LENGTH) continue;
      for (const part of text.split(/^---.*\n/m)) {
        if (part.trim() === '') continue;
        documents++;
        const answer = fast(part);
        if (answer === undefined) continue;
        taken++;
        expect(answer, file).toEqual(exact(part));
      }
    }
    expect(documents).toBeGreaterThan(4_500);
    // What it does not take ends without a line break, mostly.
    expect(taken / documents).toBeGreaterThan(0.9);
  });
});
