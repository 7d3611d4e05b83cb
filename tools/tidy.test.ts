/**
 * The house rules that no linter knows, as a test over the sources: who may import whom, what pure code may not touch,
 * a test beside each source, a page for each rule, nothing of this machine in the texts.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Who may import whom, as in ARCHITECTURE.md. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  apimachinery: [],
  features: ['apimachinery'],
  manifest: ['apimachinery'],
  engine: ['apimachinery', 'features', 'manifest'],
  audit: ['apimachinery', 'features', 'manifest', 'engine'],
  cli: ['apimachinery', 'features', 'manifest', 'engine', 'audit'],
};

/** Packages that also run in a browser: no I/O, no clock, no randomness. */
const PURE: readonly string[] = ['apimachinery', 'features', 'manifest', 'engine', 'audit'];

const BANNED_IN_PURE: readonly { pattern: RegExp; why: string }[] = [
  { pattern: /from 'node:|import\('node:|require\(/, why: 'a node: module' },
  { pattern: /\bDate\.now\(|new Date\(\)/, why: 'the clock' },
  { pattern: /\bMath\.random\(|\bcrypto\.(?:randomUUID|getRandomValues)/, why: 'randomness' },
  { pattern: /(?<!-)\bprocess\.|\bBuffer\b|\bsetTimeout\(|\bfetch\(/, why: 'the platform' },
];

const MAX_LINE_LENGTH = 120;

interface Source {
  readonly path: string;
  readonly text: string;
  readonly package: string;
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'generated', 'dist'].includes(entry.name) ? [] : walk(path);
    return [path];
  });
}

const sources: readonly Source[] = walk(join(root, 'packages'))
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
  .map((path) => ({
    path: relative(root, path),
    text: readFileSync(path, 'utf8'),
    package: relative(join(root, 'packages'), path).split('/')[0] ?? '',
  }));
const isTest = ({ path }: Source): boolean => path.endsWith('.test.ts');

/** Sources that some test imports by its path. */
const imported = new Set(
  sources
    .filter(isTest)
    .flatMap(({ path, text }) =>
      [...text.matchAll(/from '(\.[^']+)\.js'/g)].map(({ 1: target = '' }) => `${join(path, '..', target)}.ts`),
    ),
);

describe('the house', () => {
  it('imports only down the table of ARCHITECTURE.md', () => {
    const wrong = sources.flatMap((source) =>
      [...source.text.matchAll(/from '@bulkhead\/([a-z]+)/g)]
        .map((match) => match[1] ?? '')
        .filter((target) => target !== source.package && !MAY_IMPORT[source.package]?.includes(target))
        .map((target) => `${source.path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('reaches into no other package past its public face', () => {
    const wrong = sources.filter(({ text, package: own }) =>
      [...text.matchAll(/from '(\.\.?\/[^']+)'/g)].some(
        ({ 1: target = '' }) => target.includes(`packages/`) || (target.includes('/src/') && own !== ''),
      ),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('keeps pure packages pure', () => {
    const wrong = sources
      .filter((source) => PURE.includes(source.package) && !isTest(source))
      .flatMap((source) =>
        BANNED_IN_PURE.filter(({ pattern }) => pattern.test(withoutComments(source.text))).map(
          ({ why }) => `${source.path} touches ${why}`,
        ),
      );
    expect(wrong).toEqual([]);
  });

  it('has a test for each source that decides something', () => {
    const untested = sources
      .filter((source) => !isTest(source) && decides(source) && !isTested(source.path))
      .map(({ path }) => path);
    expect(untested).toEqual([]);
  });

  it('has no long lines', () => {
    const long = sources.flatMap(({ path, text }) =>
      text
        .split('\n')
        .map((line, index) => ({ line, place: `${path}:${index + 1}` }))
        // The formatter cannot break a text; texts that users read stay in one piece, so that they can be searched.
        .filter(({ line }) => line.length > MAX_LINE_LENGTH && !/['"`]/.test(line))
        .map(({ place }) => place),
    );
    expect(long).toEqual([]);
  });

  it('leaves nothing unfinished', () => {
    const marks = sources.filter(({ text }) => /\b(?:TODO|FIXME|XXX|HACK)\b/.test(text)).map(({ path }) => path);
    expect(marks).toEqual([]);
  });

  it('names no vague files', () => {
    const vague = sources
      .map(({ path }) => path)
      .filter((path) => /\/(?:utils?|helpers?|misc|common|types)\.ts$/.test(path));
    expect(vague).toEqual([]);
  });

  it('speaks of itself alone', () => {
    const texts = [
      'README.md',
      'ARCHITECTURE.md',
      'CONTRIBUTING.md',
      'SECURITY.md',
      'CHANGELOG.md',
      ...walk(join(root, 'docs')).map((path) => relative(root, path)),
    ];
    const machine = /\/work\/|\/root\/|registry\.npmjs|localhost:\d{4,5}\/npm/;
    const wrong = [...texts.filter((path) => existsSync(join(root, path))), ...sources.map(({ path }) => path)].filter(
      (path) => machine.test(readFileSync(join(root, path), 'utf8')) && !path.endsWith('.test.ts'),
    );
    expect(wrong).toEqual([]);
  });
});

/** Tested beside it, by a test that imports it, or by the table of a folder above it (`rules/rules.test.ts`). */
function isTested(path: string): boolean {
  if (imported.has(path) || existsSync(join(root, path.replace(/\.ts$/, '.test.ts')))) return true;
  const folders = path.split('/').slice(2, -1);
  return folders.some((folder, index) =>
    existsSync(join(root, ...path.split('/').slice(0, 3 + index), `${folder}.test.ts`)),
  );
}

/** A file of types, lists or re-exports decides nothing. */
const decides = ({ text, path }: Source): boolean =>
  /\bfunction\b|=>/.test(withoutComments(text)) && !/\/(?:index|registry|command|main)\.ts$/.test(path);

const withoutComments = (text: string): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
