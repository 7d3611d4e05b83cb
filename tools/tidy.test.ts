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
  patch: ['apimachinery'],
  engine: ['apimachinery', 'features', 'manifest', 'patch'],
  storage: ['apimachinery'],
  client: ['apimachinery', 'manifest'],
  apiserver: ['apimachinery', 'features', 'manifest', 'patch', 'engine', 'storage'],
  controllers: ['apimachinery', 'features', 'manifest', 'patch', 'engine'],
  audit: ['apimachinery', 'features', 'manifest', 'engine'],
  cli: [
    ...['apimachinery', 'features', 'manifest', 'patch', 'engine'],
    ...['audit', 'storage', 'client', 'apiserver', 'controllers'],
  ],
};

/** Packages that also run in a browser: no I/O, no clock, no randomness. */
const PURE: readonly string[] = ['apimachinery', 'features', 'manifest', 'patch', 'engine', 'audit'];

const BANNED_IN_PURE: readonly { pattern: RegExp; why: string }[] = [
  { pattern: /from 'node:|import\('node:|require\(/, why: 'a node: module' },
  { pattern: /\bDate\.now\(|new Date\(\)/, why: 'the clock' },
  { pattern: /\bMath\.random\(|\bcrypto\.(?:randomUUID|getRandomValues)/, why: 'randomness' },
  { pattern: /(?<!-)\bprocess\.|\bBuffer\b|\bsetTimeout\(|\bfetch\(/, why: 'the platform' },
];

/** The formatter's 120, and a little for comments, which it leaves alone. */
const MAX_LINE_LENGTH = 124;

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
const isTest = ({ path }: Source): boolean => /\.test(?:-support)?\.ts$/.test(path);

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

  it('has tests in each folder that decides something, or in a folder around it', () => {
    const tested = new Set(sources.filter(isTest).map(({ path }) => folderOf(path)));
    const untested = sources
      .filter((source) => !isTest(source) && decides(source))
      .map(({ path }) => folderOf(path))
      .filter((folder) => !foldersAround(folder).some((around) => tested.has(around)));
    expect([...new Set(untested)]).toEqual([]);
  });

  it('has no long lines', () => {
    // Tables of expectations may be as wide as what they expect.
    const long = sources
      .filter((source) => !isTest(source) && !source.path.includes('rule-cases'))
      .flatMap(({ path, text }) =>
        text
          .split('\n')
          .map((line, index) => ({ line, place: `${path}:${index + 1}` }))
          // The formatter cannot break a text; texts that users read stay in one piece, so that they can be searched.
          .filter(({ line }) => line.length > MAX_LINE_LENGTH && !/['"`]|\/\[/.test(line))
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

/** The folder and those around it, but no package as a whole: `packages/x/src/y/z`, `packages/x/src/y`. */
function foldersAround(folder: string): string[] {
  const parts = folder.split('/');
  const depth = Math.max(4, parts.length);
  return Array.from({ length: depth - 3 }, (_, index) => parts.slice(0, depth - index).join('/'));
}

const folderOf = (path: string): string => path.replace(/\/[^/]+$/, '');

/** A file of types, lists or re-exports decides nothing. */
const decides = ({ text, path }: Source): boolean =>
  /\bfunction\b|=>/.test(withoutComments(text)) && !/\/(?:index|registry|command|main)\.ts$/.test(path);

const withoutComments = (text: string): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
