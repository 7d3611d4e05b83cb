/**
 * The bodies of recorded requests, decoded: the same errors and warnings about fields and types as a real server gave.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { decodeObject, decodingError, lookupKind, strictDecodingError, strictErrors } from '@bulkhead/apimachinery';
import { expect, it } from 'vitest';
import { describeShared } from './shared.js';

interface Recorded {
  readonly name: string;
  readonly path: string;
  /** JSON text. */
  readonly body: string;
  readonly status: number;
  readonly message: string;
  readonly warning: string;
}

const minor = 35;
const profile = { minor, enabled: () => true };
const fieldGates = (): undefined => undefined;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const object = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const read = (file: string): Readonly<Record<string, unknown>> => object(JSON.parse(readFileSync(file, 'utf8')));
const asText = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body ?? ''));

function oracleCases(folder: string): Recorded[] {
  const areas = readdirSync(folder).filter((name) => name.endsWith('.expected.json'));
  return areas.flatMap((name) => {
    const expected = read(`${folder}/${name}`);
    const { scenarios } = read(`${folder}/${name.replace('.expected', '')}`);
    return list(scenarios).flatMap((scenario) =>
      list(object(scenario)['steps']).flatMap((step) => {
        const { id, method, path, body, rawBody, ct } = object(step);
        const answer = object(expected[`${text(object(scenario)['id'])}/${text(id)}`]);
        if ((method !== 'POST' && method !== 'PUT') || ct !== undefined || typeof answer['status'] !== 'number')
          return [];
        return [
          {
            name: `${name.split('.')[0]} ${text(object(scenario)['id'])}/${text(id)}`,
            path: text(path),
            body: asText(rawBody ?? body),
            status: answer['status'],
            message: text(object(answer['body'])['message']),
            warning:
              list(object(answer['headers'])['warning']).join(' | ') || text(object(answer['headers'])['warning']),
          },
        ];
      }),
    );
  });
}

function apimachineryCases(file: string): Recorded[] {
  return list(read(file)['cases']).flatMap((entry) => {
    const { name, method, path, headers, body, status, resHeaders, res } = object(entry);
    if ((method !== 'POST' && method !== 'PUT') || object(headers)['content-type'] !== 'application/json') return [];
    return [
      {
        name: text(name),
        path: text(path),
        body: asText(body),
        status: Number(status),
        message: text(object(res)['message']),
        warning: list(object(resHeaders)['warning']).join(' | ') || text(object(resHeaders)['warning']),
      },
    ];
  });
}

function securityCases(file: string): Recorded[] {
  return list(read(file)['cases']).flatMap((entry) => {
    const { id, request, headers, body, expect: answer } = object(entry);
    const [method, path = ''] = text(request).split(' ');
    if ((method !== 'POST' && method !== 'PUT') || object(headers)['Content-Type'] !== 'application/json') return [];
    const { status, message, warning } = object(answer);
    return [
      {
        name: text(id),
        path,
        body: text(body),
        status: Number(status),
        message: text(message),
        warning: text(warning),
      },
    ];
  });
}

/** Numbers that JSON.parse spells otherwise than the text does. */
function spellingIn(body: string, root: unknown): (path: readonly (string | number)[]) => string | undefined {
  const literals = [...body.matchAll(/(?<=[:[,]\s*)-?\d[\d.eE+-]*/g)].map(([literal]) => literal);
  return (path) => {
    const value = path.reduce<unknown>((at, step) => object(at)[step], root);
    return literals.find((literal) => Number(literal) === value && literal !== String(value));
  };
}

/** Errors of the reader of the text, and of endpoints that take another kind. */
const OTHER_ERRORS = ['strict decoding error: duplicate', 'converting (', 'no kind '];

/** What the server said of the body: an error, or warnings. */
function expectedOf({ message, warning }: Recorded): { error: string | undefined; strict: readonly string[] } {
  const error = /^[^:]* cannot be handled as a \w+: (.*)$/s.exec(message)?.[1];
  const strict = [...warning.matchAll(/299 - "(unknown field \\".*?\\")"/g)].map(([, found = '']) =>
    found.replaceAll('\\"', '"'),
  );
  const isOther = error !== undefined && OTHER_ERRORS.some((start) => error.startsWith(start));
  return { error: isOther ? undefined : error, strict };
}

/** The object with the apiVersion and kind that the server would take from the path. */
function withTypeMeta(recorded: Recorded, body: Readonly<Record<string, unknown>>): unknown {
  if (body['kind'] !== undefined && body['apiVersion'] !== undefined) return body;
  const [, core, group, version] = /^\/(?:api\/(v\d)|apis\/([^/]+)\/([^/?]+))\//.exec(recorded.path) ?? [];
  const kind = /^(\w+) in version/.exec(recorded.message)?.[1];
  return kind === undefined ? undefined : { apiVersion: core ?? `${group}/${version}`, kind, ...body };
}

describeShared('schema decoding of recorded requests', (folder) => {
  const cases = [
    ...oracleCases(`${folder}oracle/cases`),
    ...apimachineryCases(`${folder}data/http-cases-apimachinery.json`),
    ...securityCases(`${folder}data/http-cases-security.json`),
  ];
  let errors = 0;
  let strict = 0;
  let clean = 0;
  const differences: unknown[] = [];
  for (const recorded of cases) {
    // Values that are made at run time or were shortened are not in the record.
    if (/\{\{(?!ns\}\}|sfx\}\})|<\d+ chars/.test(recorded.body)) continue;
    let body: unknown;
    try {
      body = JSON.parse(recorded.body);
    } catch {
      // Texts that are no JSON belong to the reader.
      continue;
    }
    const value = withTypeMeta(recorded, object(body));
    const { apiVersion, kind } = object(value);
    if (lookupKind(text(apiVersion), text(kind)) === undefined) continue;
    const numberSpelling = spellingIn(recorded.body, value);
    const { findings } = decodeObject(value, profile, { fieldGates, numberSpelling });
    const expected = expectedOf(recorded);
    const unknown = strictErrors(findings);
    const isStrict = recorded.path.includes('fieldValidation=Strict');
    const error =
      decodingError(findings) ?? (isStrict && unknown.length > 0 ? strictDecodingError(unknown) : undefined);
    const warns = isStrict || error !== undefined || recorded.path.includes('fieldValidation=Ignore') ? [] : unknown;
    if (expected.error !== undefined) errors++;
    else if (expected.strict.length > 0) strict++;
    else if (recorded.status < 300) clean++;
    else if (error === undefined) continue;
    if (expected.error !== error || expected.strict.join() !== warns.join()) {
      differences.push({ name: recorded.name, expected, error, warns });
    }
  }

  it('says what the server said', () => expect(differences).toEqual([]));

  it('compared enough of them', () => {
    expect({ errors: errors > 30, strict: strict > 5, clean: clean > 400 }, `${errors} ${strict} ${clean}`).toEqual({
      errors: true,
      strict: true,
      clean: true,
    });
  });
});
