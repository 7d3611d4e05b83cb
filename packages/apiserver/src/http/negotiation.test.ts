import { describe, expect, it } from 'vitest';
import { contentTypeOf, type NegotiationOptions, negotiateErrorOutput, negotiateOutput } from './negotiation.js';
import { StatusError } from './status-error.js';

const input = (accept: string | undefined, query: Record<string, string> = {}, agent = 'kubectl/v1.35.0') => ({
  request: {
    headers: new Map([['user-agent', [agent]], ...(accept === undefined ? [] : [['accept', [accept]] as const])]),
  },
  query: new Map(Object.entries(query).map(([name, value]) => [name, [value]])),
});
const all: NegotiationOptions = { allowTable: true, allowProtobuf: true };

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof StatusError) return `${error.failure.code} ${error.failure.message}`;
    throw error;
  }
  return '';
}

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
const PROTOBUF = 'application/vnd.kubernetes.protobuf';

describe('output', () => {
  it.each([
    [undefined, 'json'],
    ['*/*', 'json'],
    ['application/*', 'json'],
    ['application/json', 'json'],
    ['application/yaml', 'yaml'],
    [`${PROTOBUF},application/json`, 'protobuf'],
    [`${PROTOBUF};q=0.5,application/json;q=0.9`, 'json'],
    ['text/html,application/yaml;q=0.1', 'yaml'],
    ['application/json;charset=utf-8', 'json'],
    ['application/yaml;stream=watch,application/json', 'json'],
  ])('%s is %s', (accept, mediaType) => {
    expect(negotiateOutput(input(accept), all).mediaType).toBe(mediaType);
  });

  it('falls back to JSON where there is no protobuf', () => {
    expect(negotiateOutput(input(`${PROTOBUF},application/json`), { allowTable: true }).mediaType).toBe('json');
  });

  it('reads what the object is to be turned into', () => {
    expect(negotiateOutput(input(`${TABLE},application/json`), all)).toEqual({
      mediaType: 'json',
      transform: { kind: 'Table', version: 'v1' },
      pretty: false,
      stream: false,
    });
    const metadata = `${PROTOBUF};as=PartialObjectMetadataList;g=meta.k8s.io;v=v1beta1,application/json`;
    expect(negotiateOutput(input(metadata), all)).toMatchObject({
      mediaType: 'protobuf',
      transform: { kind: 'PartialObjectMetadataList', version: 'v1beta1' },
    });
    expect(negotiateOutput(input(`${TABLE},application/json`), {})).not.toHaveProperty('transform');
  });

  it('is indented for who reads it', () => {
    const pretty = (query: Record<string, string>, agent?: string): boolean =>
      negotiateOutput(input('*/*', query, agent), all).pretty;
    expect([pretty({ pretty: 'true' }), pretty({ pretty: '1' }), pretty({}, 'curl/8.5')]).toEqual([true, true, true]);
    expect([pretty({}), pretty({ pretty: '0' }, 'curl/8.5'), pretty({ pretty: 'yes' })]).toEqual([false, false, false]);
    expect(negotiateOutput(input('application/json;pretty=1'), all).pretty).toBe(true);
  });
});

describe('406', () => {
  const three = `application/json, application/yaml, ${PROTOBUF}`;
  const streams = `application/json;stream=watch, ${PROTOBUF};stream=watch`;

  it('of the route says what there is', () => {
    expect(messageOf(() => negotiateOutput(input('text/html'), all))).toBe(
      `406 406: Not Acceptable\n\nAvailable representations: ${three}`,
    );
    expect(messageOf(() => negotiateOutput(input('application/cbor'), { ...all, watchable: true }))).toBe(
      `406 406: Not Acceptable\n\nAvailable representations: ${three}, ${streams}`,
    );
  });

  it('of a form that there is not', () => {
    expect(messageOf(() => negotiateOutput(input('application/json;as=Nope;g=meta.k8s.io;v=v1'), all))).toBe(
      `406 only the following media types are accepted: ${three}`,
    );
    expect(messageOf(() => negotiateOutput(input(PROTOBUF), {}))).toBe(
      `406 only the following media types are accepted: ${three}`,
    );
    expect(messageOf(() => negotiateOutput(input('application/yaml'), { ...all, watch: true }))).toBe(
      `406 only the following media types are accepted: ${streams}`,
    );
  });

  it('comes fast for 5,000 clauses', () => {
    const accept = 'a/b;q=0.1,'.repeat(5000);
    const start = performance.now();
    expect(messageOf(() => negotiateOutput(input(accept), all))).toMatch(/^406 /);
    expect(performance.now() - start).toBeLessThan(50);
  });
});

describe('errors', () => {
  it('take the client\u2019s form without its transformation, or JSON for people', () => {
    expect(negotiateErrorOutput(input(`${TABLE},application/json`), true)).toMatchObject({
      mediaType: 'json',
      pretty: false,
    });
    expect(negotiateErrorOutput(input(TABLE), true)).toMatchObject({ mediaType: 'json', pretty: true });
    expect(negotiateErrorOutput(input('text/html'), true)).toMatchObject({ mediaType: 'json', pretty: true });
    expect(negotiateErrorOutput(input(PROTOBUF), true).mediaType).toBe('protobuf');
    expect(negotiateErrorOutput(input(PROTOBUF), false).mediaType).toBe('json');
  });
});

describe('media types of bodies', () => {
  it('of answers say that a watch is a stream where clients expect it', () => {
    expect(contentTypeOf({ mediaType: 'json' }, true)).toBe('application/json');
    expect(contentTypeOf({ mediaType: 'protobuf' }, true)).toBe(`${PROTOBUF};stream=watch`);
  });
});
