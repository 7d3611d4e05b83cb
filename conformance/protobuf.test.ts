/**
 * Objects of every kind as upstream's encoder wrote them: they decode to the JSON that Go prints, and encode to the same
 * bytes. Broken bytes end in an error of the decoder and in nothing else.
 */
import { readFileSync } from 'node:fs';
import { lookupKind } from '@bulkhead/apimachinery';
import { decodeProtobuf, encodeProtobuf, goForm, goJSON, ProtobufError } from '@bulkhead/apimachinery/wire';
import { expect, it } from 'vitest';
import { describeShared } from './shared.js';

interface Line {
  readonly apiVersion: string;
  readonly kind: string;
  readonly bytes: Uint8Array;
  /** As Go escapes it; the text, because numbers and the order of keys matter. */
  readonly json: string;
}

const minor = 35;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const part = (line: string, name: string): string => new RegExp(`"${name}":"([^"]*)"`).exec(line)?.[1] ?? '';
const escaped = (text: string): string =>
  text.replace(/[<>&\u2028\u2029]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

function readLines(file: string): Line[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [group = '', version = '', kind = ''] = part(line, 'gvk').split('|');
      const json = escaped(line.slice(line.indexOf('"json":') + '"json":'.length, -1));
      const bytes = Uint8Array.from(Buffer.from(part(line, 'pb'), 'hex'));
      return { apiVersion: group === '' ? version : `${group}/${version}`, kind, bytes, json };
    });
}

/** What JSON does not tell: a pointer to a zero time from none, and bytes in a map that are nil from empty ones. */
const isAmbiguous = ({ json, kind }: Line): boolean =>
  /"\w*(?:Timestamp|[tT]ime|At)":null/.test(json) || (kind === 'ConfigMap' && /"binaryData":\{"":""\}/.test(json));

function encoded({ apiVersion, kind, bytes }: Line): Uint8Array {
  const model = lookupKind(apiVersion, kind);
  if (model === undefined) throw new Error(`no kind ${kind}`);
  return encodeProtobuf(decodeProtobuf(bytes, minor).object, model, minor);
}

/** Numbers that look random and are the same in each run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

/** The text of the error, or none; throws what is no error of the decoder. */
function outcome(bytes: Uint8Array): string {
  try {
    return goJSON(decodeProtobuf(bytes, minor).object).slice(0, 0);
  } catch (error) {
    if (error instanceof ProtobufError) return error.message;
    throw error;
  }
}

describeShared('protobuf of upstream', (folder) => {
  const lines = readLines(`${folder}data/protobuf-corpus.jsonl`);

  it('is there', () => {
    expect(lines.length).toBeGreaterThan(100);
  });

  it.each(lines)('decodes $apiVersion $kind', ({ bytes, json }) => {
    expect(goJSON(decodeProtobuf(bytes, minor).object)).toBe(json);
  });

  it.each(lines.filter((line) => !isAmbiguous(line)))('encodes $apiVersion $kind', (line) => {
    expect(hex(encoded(line))).toBe(hex(line.bytes));
  });

  it.each(lines.filter(isAmbiguous))('encodes all of $apiVersion $kind that JSON tells', (line) => {
    const model = lookupKind(line.apiVersion, line.kind);
    const form = (bytes: Uint8Array): string => {
      const { object } = decodeProtobuf(bytes, minor);
      return model === undefined ? '' : goJSON(goForm(object, model, minor, 'json'));
    };
    expect(form(encoded(line))).toBe(form(line.bytes));
  });

  it('has the form that goForm makes', () => {
    const changed = lines.filter((line) => {
      const model = lookupKind(line.apiVersion, line.kind);
      const { object } = decodeProtobuf(line.bytes, minor);
      return model !== undefined && !isAmbiguous(line) && goForm(object, model, minor, 'json') !== object;
    });
    // Keys of maps that look like numbers are never in Go's order, so that such objects are made anew each time.
    const texts = changed.map(({ bytes, apiVersion, kind }) => {
      const model = lookupKind(apiVersion, kind);
      const { object } = decodeProtobuf(bytes, minor);
      return [goJSON(object), model === undefined ? '' : goJSON(goForm(object, model, minor, 'json'))];
    });
    for (const [before, after] of texts) expect(after).toBe(before);
  });

  it('survives every truncation', () => {
    const short = lines.filter(({ bytes }) => bytes.length < 1500).slice(0, 25);
    for (const { bytes } of short) for (let end = 0; end < bytes.length; end++) outcome(bytes.subarray(0, end));
  });

  it('survives flipped bits, and bytes of other messages', () => {
    const below = random(7);
    for (const { bytes } of lines) {
      for (let round = 0; round < 60; round++) {
        const broken = Uint8Array.from(bytes);
        for (let flips = below(4); flips >= 0; flips--) {
          const at = 4 + below(broken.length - 4);
          broken[at] = (broken[at] ?? 0) ^ (1 << below(8));
        }
        if (round % 3 === 0) {
          const other = lines[below(lines.length)]?.bytes ?? bytes;
          const piece = other.subarray(below(other.length)).subarray(0, 1 + below(40));
          broken.set(piece.subarray(0, broken.length - 4), Math.max(4, below(broken.length - piece.length)));
        }
        outcome(broken);
      }
    }
  });
});
