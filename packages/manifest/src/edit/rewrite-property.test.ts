/** Whatever is changed in whatever is written: the text says what it should, and what was not changed stays. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandLists } from '../manifest-object.js';
import { readManifest } from '../read-manifest.js';
import { rewriteManifest } from './rewrite-manifest.js';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const key = fc.constantFrom('name', 'spec', 'image', 'a/b', 'on', 'x y', 'list', 'labels', '__proto__', '8080');
const scalar = fc.oneof(
  fc.constantFrom<Json>('ALL', 'yes', '', '8080', 'a: b', '# no', '- x', 'two\nlines\n', "it's", '"', ' x', 'é\u2028'),
  fc.constantFrom<Json>(0, 8080, 1.5, true, false, null),
);
const { value } = fc.letrec<{ value: Json; map: Json; list: Json }>((tie) => ({
  value: fc.oneof({ maxDepth: 4, withCrossShrink: true }, scalar, tie('map'), tie('list')),
  map: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  list: fc.array(tie('value'), { maxLength: 4 }),
}));
const object = fc.dictionary(key, value, { minKeys: 1, maxKeys: 4, noNullPrototype: true });

const style = fc.record({
  step: fc.constantFrom(2, 4),
  dash: fc.constantFrom(0, 2),
  quote: fc.constantFrom('json', 'single'),
  flowFrom: fc.constantFrom(1, 2, 3, 9),
  comments: fc.boolean(),
  lineBreak: fc.constantFrom('\n', '\r\n'),
});
type Style = typeof style extends fc.Arbitrary<infer S> ? S : never;

/** The value in a style; in JSON from a level on. */
function print(item: Json, s: Style, indent: number, depth: number): string[] {
  const isFilled = typeof item === 'object' && item !== null && Object.keys(item).length > 0;
  if (!isFilled || depth >= s.flowFrom) return [inline(item, s)];
  const pad = ' '.repeat(indent);
  const note = s.comments ? ' # why' : '';
  const entries: [string, Json][] = Array.isArray(item)
    ? item.map((member): [string, Json] => ['-', member])
    : Object.entries(item).map(([name, member]): [string, Json] => [`${JSON.stringify(name)}:`, member]);
  return entries.flatMap(([head, member]) => {
    const isList = Array.isArray(member);
    const below = indent + (head !== '-' && isList ? s.dash : s.step);
    const lines = print(member, s, below, depth + 1);
    const own = s.comments ? [`${pad}# about it`] : [];
    return lines.length === 1 && !lines[0]?.startsWith(' '.repeat(Math.max(below, 1)))
      ? [...own, `${pad}${head} ${lines[0]}${note}`]
      : [...own, `${pad}${head}${note}`, ...lines];
  });
}

function inline(item: Json, { quote }: Style): string {
  const isSimple = typeof item === 'string' && /^[ -~]*$/.test(item);
  if (isSimple && quote === 'single') return `'${item.replaceAll("'", "''")}'`;
  return JSON.stringify(item).replaceAll('\u2028', '\\u2028');
}

/** A change of something somewhere: numbers pick the place. */
const change = fc.record({ way: fc.array(fc.nat(), { maxLength: 4 }), kind: fc.nat(3), key, value });
type Changing = typeof change extends fc.Arbitrary<infer C> ? C : never;

function changed(item: Json, { way, ...rest }: Changing): Json {
  const [pick, ...more] = way;
  if (typeof item !== 'object' || item === null) return rest.value;
  const keys = Object.keys(item);
  if (pick !== undefined && keys.length > 0) {
    const at = keys[pick % keys.length] ?? '';
    const inner = changed(Reflect.get(item, at) as Json, { way: more, ...rest });
    return withOwn(item, at, inner);
  }
  const last = keys.at(-1);
  if (rest.kind === 0 && last !== undefined) {
    return Array.isArray(item) ? item.slice(1) : Object.fromEntries(Object.entries(item).slice(1));
  }
  return Array.isArray(item) ? [...item, rest.value] : withOwn(item, rest.key, rest.value);
}

function withOwn(item: Json[] | { [key: string]: Json }, at: string, inner: Json): Json {
  return Array.isArray(item) ? item.with(Number(at), inner) : { ...item, [at]: inner };
}

describe('rewriteManifest', () => {
  it('writes any change of any value', () => {
    fc.assert(
      fc.property(object, style, fc.array(change, { minLength: 1, maxLength: 3 }), (before, s, changes) => {
        const text = `${print(before, s, 0, 0).join(s.lineBreak)}${s.lineBreak}---${s.lineBreak}other: [1, 2]  # stays\n`;
        const { documents } = readManifest(text);
        const target = documents.flatMap(expandLists)[0];
        fc.pre(target !== undefined && documents.length === 2);
        if (target === undefined) return;
        const after = changes.reduce<Json>(changed, target.value as Json);
        fc.pre(typeof after === 'object' && after !== null && Object.keys(after).length > 0);
        const result = rewriteManifest(documents, [{ object: target, value: after }]);
        const [reason] = result.refused.values();
        // Nothing of the object may be left, and then it is another object.
        if (reason === 'nothing of the object would stay') return;
        expect(reason).toBeUndefined();
        const read = readManifest(result.text).documents;
        expect(read.map((document) => document.value)).toEqual([after, { other: [1, 2] }]);
        expect(result.text.endsWith(`---${s.lineBreak}other: [1, 2]  # stays\n`)).toBe(true);
      }),
      { numRuns: 600, seed: 1 },
    );
  });

  it('leaves every other line alone', () => {
    fc.assert(
      fc.property(object, style, value, (before, s, added) => {
        const text = `${print(before, { ...s, flowFrom: 9 }, 0, 0).join(s.lineBreak)}${s.lineBreak}`;
        const { documents } = readManifest(text);
        const target = documents.flatMap(expandLists)[0];
        fc.pre(target !== undefined);
        if (target === undefined) return;
        const after = { ...(target.value as object), added };
        const result = rewriteManifest(documents, [{ object: target, value: after }]);
        expect(result.refused.size).toBe(0);
        expect(result.text.startsWith(text.slice(0, -s.lineBreak.length))).toBe(true);
        const back = readManifest(result.text).documents;
        const again = back.flatMap(expandLists)[0];
        if (again === undefined) throw new Error('the object is there');
        const { added: _added, ...rest } = again.value as Record<string, unknown>;
        expect(rewriteManifest(back, [{ object: again, value: rest }]).text).toBe(text);
      }),
      { numRuns: 300, seed: 2 },
    );
  });
});
