/**
 * Warnings of recorded requests that created something: the same ones as a real server gave, and no others. Warnings
 * about unknown fields, from admission and about deprecated API versions are those of other parts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeObject, type Minor } from '@bulkhead/apimachinery';
import { warningsFor } from '@bulkhead/apimachinery/warnings';
import { defaultProfile } from '@bulkhead/features';
import { expandLists, readManifest } from '@bulkhead/manifest';
import { expect, it } from 'vitest';
import { describeShared } from './shared.js';

type JSONObject = Readonly<Record<string, unknown>>;

const profile = defaultProfile(35);
const fieldGates = (): undefined => undefined;

const object = (value: unknown): JSONObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JSONObject) : {};
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const read = (file: string): JSONObject => object(JSON.parse(readFileSync(file, 'utf8')));

const FROM_ELSEWHERE =
  /^(?:unknown field|duplicate field|would violate PodSecurity|Validation failed for|existing pods in namespace|\.metadata\.ownerReferences contains|.* is deprecated in v1\.\d+\+|metadata\.annotations\[container\.apparmor)/;

/** `299 - "text"`, quoted as in Go. */
function recordedWarnings(header: unknown): readonly string[] {
  const lines = typeof header === 'string' ? [header] : list(header).map(text);
  return lines
    .flatMap((line) => [...line.matchAll(/299 - ("(?:[^"\\]|\\.)*")/g)].map(([, quoted = '""']) => JSON.parse(quoted)))
    .filter((warning) => !FROM_ELSEWHERE.test(warning));
}

interface Recorded {
  readonly name: string;
  readonly body: unknown;
  readonly warnings: readonly string[];
}

function created(method: unknown, status: unknown): boolean {
  return method === 'POST' && (status === 200 || status === 201);
}

function bodyOf(body: unknown): JSONObject {
  if (typeof body !== 'string') return object(body);
  try {
    return object(JSON.parse(body));
  } catch {
    return {};
  }
}

function oracleCases(folder: string): Recorded[] {
  const areas = readdirSync(folder).filter((name) => name.endsWith('.expected.json'));
  return areas.flatMap((area) => {
    const expected = read(join(folder, area));
    const { scenarios } = read(join(folder, area.replace('.expected', '')));
    return list(scenarios).flatMap((scenario) =>
      list(object(scenario)['steps']).flatMap((step) => {
        const { id, method, body, rawBody } = object(step);
        const name = `${text(object(scenario)['id'])}/${text(id)}`;
        const { status, headers } = object(expected[name]);
        if (!created(method, status)) return [];
        return [
          {
            name: `${area} ${name}`,
            body: bodyOf(rawBody ?? body),
            warnings: recordedWarnings(object(headers)['warning']),
          },
        ];
      }),
    );
  });
}

function httpCases(file: string): Recorded[] {
  return list(read(file)['cases']).flatMap((entry) => {
    const { name, method, body, status, resHeaders } = object(entry);
    if (!created(method, status)) return [];
    return [{ name: text(name), body: bodyOf(body), warnings: recordedWarnings(object(resHeaders)['warning']) }];
  });
}

const warningsOf = (body: unknown, minor: Minor = 35): readonly string[] => {
  const cluster = minor === 35 ? profile : defaultProfile(minor);
  return warningsFor(decodeObject(body, cluster, { fieldGates }).object, cluster);
};

describeShared('warnings of recorded requests', (folder) => {
  const cases = [...oracleCases(`${folder}oracle/cases`), ...httpCases(`${folder}data/http-cases-apimachinery.json`)];

  it('are those that the server sent', () => {
    const differences = cases
      .map(({ name, body, warnings }) => ({ name, expected: warnings, actual: warningsOf(body) }))
      .filter(({ expected, actual }) => expected.join('\n') !== actual.join('\n'));
    expect(differences).toEqual([]);
  });

  it('were looked for in enough of them', () => {
    const warned = cases.filter(({ warnings }) => warnings.length > 0).length;
    expect([cases.length > 250, warned >= 4], `${cases.length} ${warned}`).toEqual([true, true]);
  });
});

describeShared('warnings of fixtures', (folder) => {
  it.each([
    ['kube-prometheus', [] as string[]],
    ['microservices-demo', [] as string[]],
  ])('%s', (name, expected) => {
    const warnings = new Set<string>();
    let objects = 0;
    const root = `${folder}fixtures/manifests/${name}`;
    for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      if (!/\.ya?ml$/.test(file)) continue;
      for (const document of readManifest(readFileSync(join(root, file), 'utf8')).documents) {
        for (const entry of expandLists(document)) {
          objects++;
          for (const warning of warningsOf(entry.value)) warnings.add(warning);
        }
      }
    }
    expect(objects).toBeGreaterThan(30);
    expect([...warnings].sort()).toEqual(expected);
  });
});
