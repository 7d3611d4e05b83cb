/**
 * What Kubernetes 1.35 says of 1400 texts, recorded with its own Go code: apimachinery v0.35.4 YAMLOrJSONDecoder (the
 * documents and the fault at which it stops), sigs.k8s.io/yaml v1.6.0 YAMLToJSONStrict (how many keys repeat), and
 * go.yaml.in/yaml/v2 v2.4.3 (line and column of every node, keys before values, as `line:column`).
 */
import { describe, expect, it } from 'vitest';
import answers from './generated/kubernetes-answers.json' with { type: 'json' };
import { DEFAULT_LIMITS } from './limits.js';
import { LineIndex } from './line-index.js';
import { NodeTable } from './node-table.js';
import { isPlainObject } from './own-key.js';
import { readManifest } from './read-manifest.js';
import { SourceText } from './source-text.js';
import { YamlReader } from './yaml/yaml-reader.js';

interface Answer {
  readonly text: string;
  readonly documents: readonly string[];
  readonly error?: string;
  readonly duplicates?: number;
  readonly places?: string;
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * A value in one spelling: sorted keys, doubles for all numbers, since JSON.parse knows no others, and what Go makes of
 * -0 and of half a surrogate pair when it decodes the recorded JSON.
 */
function canonical(value: unknown): unknown {
  if (typeof value === 'bigint' || value === 0) return Number(value) + 0;
  if (typeof value === 'string') return value.replace(LONE_SURROGATE, '\ufffd');
  if (Array.isArray(value)) return value.map(canonical);
  if (!isPlainObject(value)) return value;
  return Object.keys(value)
    .sort()
    .map((key) => [key, canonical(value[key])]);
}

/** The message without the place of its context, which is ours, and without values that Go prints its own way. */
const essence = (message: string): string =>
  message
    .replace(/ \([^()]* that begins at line \d+, column \d+\)$/, '')
    .replace(/^((?:invalid|unsupported) map key).*$/, '$1');

/** Line and column of every node, keys before values. */
function places(text: string): string {
  const table = new NodeTable(16);
  const reader = new YamlReader(new SourceText(text), table, DEFAULT_LIMITS);
  reader.read({ start: 0, content: 0, end: text.length });
  const lines = new LineIndex(text);
  const found: string[] = [];
  const note = (offset: number): void => {
    const { line, column } = lines.at(offset);
    found.push(`${line}:${column}`);
  };
  for (let row = 0; row < table.size; row = table.first(row)) {
    if (table.keyStart(row) !== -1) note(table.keyStart(row));
    note(table.start(row));
  }
  return found.join(' ');
}

describe('readManifest', () => {
  it.each(answers as readonly Answer[])('reads $text as Kubernetes does', (answer) => {
    const { documents, errors } = readManifest(answer.text);
    const expected = answer.documents.map((json) => canonical(JSON.parse(json)));
    const found = documents.map(({ value }) => canonical(value));
    if (answer.error === undefined) {
      expect(errors).toEqual([]);
      expect(found).toEqual(expected);
    } else {
      // Kubernetes stops there, this reader goes on; and it has read the document before a bad separator.
      expect(found.slice(0, expected.length)).toEqual(expected);
      expect(errors.map(({ message }) => essence(message))).toContain(answer.error);
    }
    if (answer.duplicates !== undefined) expect(documents[0]?.duplicates.length).toBe(answer.duplicates);
    if (answer.places !== undefined) expect(places(answer.text)).toBe(answer.places);
  });
});
