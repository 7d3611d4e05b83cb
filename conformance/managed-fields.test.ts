/**
 * managedFields against recorded answers: what a real server (1.35.4) tracked of the objects that clients created,
 * and of the updates, patches and applies that followed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { decodeObject, type KindModel, lookupKind } from '@bulkhead/apimachinery';
import { applyDefaults } from '@bulkhead/apimachinery/defaults';
import { defaultProfile, fieldGateLookup } from '@bulkhead/features';
import { FieldManager, fieldsOfPaths, mergePatch, type PatchFailure } from '@bulkhead/patch';
import { expect, it } from 'vitest';
import { describeShared } from './shared.js';

type Plain = Readonly<Record<string, unknown>>;

const MINOR = 35;
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const object = (value: unknown): Plain => (isPlain(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const managedFieldsOf = (value: unknown): unknown => object(object(value)['metadata'])['managedFields'];

const profile = defaultProfile(MINOR);
const fieldGates = fieldGateLookup(profile);

/** As the server has it after decoding. */
function decoded(value: unknown): Plain {
  return object(applyDefaults(decodeObject(value, profile, { fieldGates }).object, profile));
}

const managers = new Map<string, FieldManager>();

function managerFor(kind: KindModel, subresource: string): FieldManager {
  const key = `${kind.apiVersion}/${kind.kind}/${subresource}`;
  const known = managers.get(key);
  if (known !== undefined) return known;
  const resetFields = fieldsOfPaths(subresource === 'status' ? ['f:spec'] : ['f:status']);
  const manager = new FieldManager(kind, MINOR, { subresource, resetFields });
  managers.set(key, manager);
  return manager;
}

/** Without what differs from run to run, or what controllers did meanwhile. */
function comparable(entries: unknown): unknown {
  return list(entries)
    .filter((entry) => object(entry)['manager'] !== 'kube-controller-manager')
    .map((entry): Plain => {
      const { time, ...rest } = object(entry);
      return { ...rest, time: time === undefined ? 'none' : 'some' };
    })
    .sort((left, right) => (entryKey(left) < entryKey(right) ? -1 : 1));
}

const entryKey = (entry: Plain): string =>
  ['manager', 'operation', 'subresource', 'apiVersion'].map((name) => text(entry[name])).join(' ');

interface Created {
  readonly name: string;
  readonly request: Plain;
  readonly answer: Plain;
}

function createdIn(folder: string, area: string): Created[] {
  const read = (file: string): Plain => object(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')));
  const answers = read(`${area}.expected.json`);
  return list(read(`${area}.json`)['scenarios']).flatMap((scenario) =>
    list(object(scenario)['steps']).flatMap((step) => {
      const { id, method, body, path } = object(step);
      const name = `${text(object(scenario)['id'])}/${text(id)}`;
      const answer = object(object(answers[name])['body']);
      const isCreated = method === 'POST' && object(answers[name])['status'] === 201 && isPlain(body);
      const isTracked = managedFieldsOf(answer) !== undefined && managedFieldsOf(body) === undefined;
      const isAsked = !text(path).includes('fieldManager=');
      // Conversion adds an annotation to DaemonSets, in the client's name.
      const isConverted = answer['kind'] === 'DaemonSet';
      return isCreated && isTracked && isAsked && !isConverted
        ? [{ name: `${area} ${name}`, request: body, answer }]
        : [];
    }),
  );
}

describeShared('managedFields of created objects', (folder) => {
  const cases = `${folder}oracle/cases`;
  const areas = readdirSync(cases).flatMap((file) => /^([a-z-]+)\.expected\.json$/.exec(file)?.[1] ?? []);
  const created = areas.flatMap((area) => createdIn(cases, area));

  it('has cases', () => {
    expect(created.length).toBeGreaterThan(20);
  });

  it.each(created.map((item) => [item.name, item] as const))('%s', (_, { request, answer }) => {
    const kind = lookupKind(text(request['apiVersion']), text(request['kind']));
    if (kind === undefined) return;
    const tracked = managerFor(kind, '').update(undefined, decoded(request), 'bulkhead-cases', '2026-01-01T00:00:00Z');
    expect(comparable(managedFieldsOf(tracked))).toEqual(comparable(managedFieldsOf(answer)));
  });
});

interface Write {
  readonly name: string;
  readonly method: string;
  readonly kind: KindModel;
  readonly subresource: string;
  readonly manager: string;
  readonly force: boolean;
  readonly body: unknown;
  readonly isApply: boolean;
  readonly live: Plain | undefined;
  readonly status: number;
  readonly answer: Plain;
}

/** The writes of a recording in their order, each with what was stored before. */
function writesIn(steps: readonly unknown[]): Write[] {
  const stored = new Map<string, Plain>();
  return steps.flatMap((step) => {
    const { name, method, path, headers, body, status, res } = object(step);
    const [url = '', query = ''] = text(path).split('?');
    const { subresource, base } =
      /^(?<base>.*?)(?:\/(?<subresource>status|scale|ephemeralcontainers|resize|finalize|token|binding|eviction))?$/.exec(
        url,
      )?.groups ?? {};
    const answer = object(res);
    const kind = lookupKind(text(answer['apiVersion']), text(answer['kind']));
    const parameters = new URLSearchParams(query);
    const of = method === 'POST' ? `${url}/${text(object(answer['metadata'])['name'])}` : text(base);
    const live = status === 201 ? undefined : stored.get(of);
    if (Number(status) < 300 && isPlain(answer['metadata']) && subresource !== 'scale') stored.set(of, answer);
    if (subresource === 'scale') stored.delete(of);
    const own = kind?.kind === 'Status' ? kindOf(live) : kind;
    if (own === undefined || !['POST', 'PUT', 'PATCH'].includes(text(method)) || subresource === 'scale') return [];
    if (managedFieldsOf(answer) === undefined && Number(status) < 300) return [];
    // The state before a change must be known, and a creation has none.
    if ((live === undefined) !== (status === 201) && Number(status) < 300) return [];
    const isApply = text(object(headers)['content-type']).startsWith('application/apply-patch');
    const write = { name: text(name), method: text(method), kind: own, isApply, live, answer };
    const manager = parameters.get('fieldManager') ?? text(object(step)['manager']);
    const parsed = parsedBody(body);
    const force = parameters.get('force') === 'true';
    return [{ ...write, subresource: subresource ?? '', manager, force, body: parsed, status: Number(status) }];
  });
}

/** JSON bodies that were recorded as text; others are no objects here. */
function parsedBody(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    const value: unknown = JSON.parse(body);
    return value;
  } catch {
    return undefined;
  }
}

const kindOf = (value: Plain | undefined): KindModel | undefined =>
  value && lookupKind(text(value['apiVersion']), text(value['kind']));

/** Where the answer is not what was tracked. */
const OTHERWISE_DECIDED: ReadonlyMap<string, string> = new Map([
  ['ns create', 'a default that is not made here'],
  ['ns create2', 'a default that is not made here'],
  ['rs fg', 'defaults that are not made here'],
  ['crd create', 'defaults that are not made here'],
  ['crd conflict names', 'defaults that are not made here'],
  ['as create', 'a default that is not made here'],
  ['sa token', 'the expiration comes later'],
  ['smp merge', 'a controller wrote in between'],
  ['pod resize img', 'what was tracked was reset afterwards'],
]);

describeShared('managedFields after writes', (folder) => {
  const recorded = list(
    object(JSON.parse(readFileSync(`${folder}data/http-cases-apimachinery.json`, 'utf8')))['cases'],
  );
  const writes = writesIn(recorded.map((item) => ({ ...object(item), manager: 'probe' })));
  const own = writes.filter(({ name }) => !OTHERWISE_DECIDED.has(name));

  it('has cases', () => {
    expect(own.length).toBeGreaterThan(60);
  });

  it.each(own.map((write) => [write.name, write] as const))('%s', (_, write) => {
    if (write.isApply) compareApply(write);
    else if (write.status < 300) compareUpdate(write);
  });
});

const NOW = '2026-01-01T00:00:00Z';

function compareUpdate({ kind, subresource, manager, method, body, live, answer }: Write): void {
  // What controllers did in between would be taken for the client's.
  const own = live !== undefined && subresource === '' ? { status: live['status'] } : {};
  const sent = method === 'POST' ? decoded(body) : { ...answer, ...own };
  const { managedFields: _, annotations, ...others } = object(sent['metadata']);
  const kept = object(live?.['metadata'])['annotations'] ?? annotations;
  const metadata = kept === undefined ? others : { ...others, annotations: kept };
  const tracked = managerFor(kind, subresource).update(live, { ...sent, metadata }, manager, NOW);
  expect(comparable(managedFieldsOf(tracked))).toEqual(comparable(managedFieldsOf(answer)));
}

function compareApply({ kind, subresource, manager, force, body, live, answer, status }: Write): void {
  if (!isPlain(body) || manager === '' || status === 422) return;
  const result = managerFor(kind, subresource).apply(live, body, { manager, force, now: NOW });
  if (!result.ok) expectFailure(result.failure, answer);
  else if (status < 300) {
    expect(comparable(managedFieldsOf(result.object))).toEqual(comparable(managedFieldsOf(answer)));
    if (kind.kind === 'ConfigMap') expect(result.object['data'] ?? {}).toEqual(answer['data'] ?? {});
  } else expect(text(answer['message'])).toMatch(/URL|modified|uid mismatch|YAML/);
}

function expectFailure(failure: PatchFailure, answer: Plain): void {
  const { code, reason, message, details } = answer;
  expect({ ...failure, details: failure.details }).toEqual({ code, reason: reason ?? '', message, details });
}

/** Goes through a scenario by itself, as not all of its answers were recorded. */
class Scenario {
  readonly #objects = new Map<string, Plain>();
  #second = 10;

  write(step: Plain): Plain | PatchFailure | undefined {
    const [url = '', query = ''] = text(step['path']).split('?');
    const parameters = new URLSearchParams(query);
    const [, base = url, subresource = ''] = /^(.*)\/(status)$/.exec(url) ?? [];
    const now = `2026-01-01T00:00:${this.#second++}Z`;
    const live = this.#objects.get(base);
    const manager = parameters.get('fieldManager') ?? 'bulkhead-cases';
    const kind = kindOf(isPlain(step['body']) && step['body']['kind'] !== undefined ? step['body'] : live);
    const body = step['body'];
    if (kind === undefined || !isPlain(body)) return undefined;
    const fields = managerFor(kind, subresource);
    const named = manager !== '' && object(body['metadata'])['name'] === base.split('/').at(-1);
    let written: Plain;
    if (text(step['ct']).startsWith('application/apply-patch')) {
      if (!parameters.has('fieldManager') || !named || object(body['metadata'])['resourceVersion'] !== undefined)
        return undefined;
      const result = fields.apply(live, body, { manager, force: parameters.get('force') === 'true', now });
      if (!result.ok) return result.failure;
      written = decoded(result.object);
    } else {
      const merged = step['method'] === 'PUT' ? undefined : mergePatch(live ?? {}, body);
      const updated = merged?.ok === true ? decoded(merged.value) : decoded(body);
      written = fields.update(live, updated, manager, now);
    }
    const stored = { ...written, metadata: { ...object(written['metadata']), uid: 'u', namespace: 'c-sfx' } };
    this.#objects.set(base, stored);
    return stored;
  }
}

describeShared('scenarios of server-side apply', (folder) => {
  const read = (file: string): Plain =>
    object(JSON.parse(readFileSync(`${folder}oracle/cases/${file}`, 'utf8').replaceAll(/SFX|\{\{sfx\}\}/g, 'sfx')));
  const answers = read('server-side-apply.expected.json');
  const scenarios = list(read('server-side-apply.json')['scenarios']).map(object);

  it.each(scenarios.map((item) => [text(item['id']), item] as const))('%s', (id, { steps }) => {
    const scenario = new Scenario();
    let compared = 0;
    for (const step of list(steps)) {
      const asked = object(JSON.parse(JSON.stringify(step).replaceAll('{{ns}}', 'c-sfx')));
      const known = object(answers[`${id}/${text(asked['id'])}`]);
      const outcome = scenario.write(asked);
      const answer = object(known['body']);
      if (outcome === undefined || known['body'] === undefined) continue;
      if (typeof outcome['code'] === 'number') {
        const { code, message } = outcome;
        expect({ code, message }).toEqual({ code: answer['code'], message: answer['message'] });
      } else if (managedFieldsOf(answer) === undefined) continue;
      else expect(comparable(managedFieldsOf(outcome))).toEqual(comparable(managedFieldsOf(answer)));
      compared++;
    }
    expect(compared).toBeGreaterThan(2);
  });
});
