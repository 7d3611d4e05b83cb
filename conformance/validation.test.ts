/**
 * Field validation against recorded answers: the errors of upstream's own validation functions (1.36.3), and the 422
 * answers with which real servers of three minors refused to create objects.
 */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import {
  decodeObject,
  decodingError,
  type FieldError,
  formatErrorBody,
  formatFieldError,
  type Minor,
} from '@bulkhead/apimachinery';
import { applyDefaults } from '@bulkhead/apimachinery/defaults';
import { invalidMessage, validateObject } from '@bulkhead/apimachinery/validation';
import { type ClusterProfile, clusterProfile, fieldGateLookup } from '@bulkhead/features';
import { readManifest } from '@bulkhead/manifest';
import { expect, it } from 'vitest';
import { validatedKind } from '../packages/apimachinery/src/validation/registry.js';
import { describeShared } from './shared.js';

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const object = (value: unknown): Plain => (isPlain(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const read = (file: string): Plain => object(JSON.parse(readFileSync(file, 'utf8').replaceAll('SFX', 'sfx')));

function profileOf(version: string, gates = ''): ClusterProfile {
  const result = clusterProfile({ version, gates });
  if ('errors' in result) throw new Error(result.errors.join('; '));
  return result.profile;
}

/** The object as the server holds it when it validates, or the text of the decoding error. */
function prepared(value: unknown, profile: ClusterProfile): { readonly object: object } | { readonly error: string } {
  const decoded = decodeObject(value, profile, { fieldGates: fieldGateLookup(profile) });
  const error = decodingError(decoded.findings);
  return error === undefined ? { object: applyDefaults(decoded.object, profile) } : { error };
}

const isValidated = (value: unknown): boolean =>
  validatedKind(object(value)['apiVersion'], object(value)['kind']) !== undefined;

const API_VERSIONS = new Map([
  ['NetworkPolicy', 'networking.k8s.io/v1'],
  ['CSIDriver', 'storage.k8s.io/v1'],
  ['Pod', 'v1'],
]);

const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';
/** The lines hold specs alone; these four are about an annotation that stood beside the spec. */
const ANNOTATIONS = new Map([
  ['apparmor-ann-mismatch', { [`${APP_ARMOR}c`]: 'unconfined' }],
  ['apparmor-ann-local-mismatch', { [`${APP_ARMOR}c`]: 'localhost/b' }],
  ['apparmor-ann-unknown-container', { [`${APP_ARMOR}zz`]: 'runtime/default' }],
  ['apparmor-ann-bad', { [`${APP_ARMOR}c`]: 'foo' }],
]);

describeShared('answers of validation functions of 1.36.3', (folder) => {
  const lines = readFileSync(`${folder}data/node-validation-golden-1.36.3.jsonl`, 'utf8').trim().split('\n');

  it('has all lines', () => expect(lines.length).toBe(59));

  for (const line of lines) {
    const golden = object(JSON.parse(line));
    const kind = text(golden['kind']);
    const name = text(golden['name']);
    it(`${kind} ${name}`, () => {
      const gates = name.includes('kep5607') ? 'UserNamespacesHostNetworkSupport=true' : '';
      const profile = profileOf('1.36.3', gates);
      const spec = readManifest(text(golden['yaml'])).documents[0]?.value;
      const annotations = ANNOTATIONS.get(name);
      const metadata = { name: 'x', namespace: 'default', ...(annotations === undefined ? {} : { annotations }) };
      if (kind === 'CSIDriver') Reflect.deleteProperty(metadata, 'namespace');
      const value = { apiVersion: API_VERSIONS.get(kind), kind, metadata, spec };
      expect(isValidated(value)).toBe(true);
      const ready = prepared(value, profile);
      if ('error' in ready) throw new Error(ready.error);
      const errors = validateObject(ready.object, profile, { isDefaulted: true });
      expect(errors.map((error) => formatFieldError(error, profile.minor))).toEqual(golden['errors']);
      if (golden['defaulted'] !== undefined) {
        expect(object(object(ready.object)['spec'])['policyTypes']).toEqual(golden['defaulted']);
      }
    });
  }
});

interface Recorded {
  /** `area scenario/step`. */
  readonly name: string;
  readonly method: string;
  readonly value: unknown;
  readonly answer: Plain;
  /** Whether the server's order of causes is by chance. */
  readonly isUnordered: boolean;
}

/** What the runner would fill in. The records show the random suffix as `SFX`. */
function fillIn(body: unknown): unknown {
  const filled = JSON.stringify(body ?? null)
    .replaceAll('{{ns}}', 'c-sfx')
    .replaceAll('{{sfx}}', 'sfx')
    .replace(/\{\{repeat\.(.+?)\.(\d+)\}\}/g, (_, piece: string, count: string) => piece.repeat(Number(count)));
  return JSON.parse(filled);
}

/** `overlay`: the file with the answers that differ in another version. */
function recordedCases(folder: string, area: string, overlay?: string): Recorded[] {
  const other = overlay === undefined ? {} : object(read(`${folder}oracle/cases/versions/${overlay}`)[area]);
  const answers: Plain = { ...read(`${folder}oracle/cases/${area}.expected.json`), ...other };
  return list(read(`${folder}oracle/cases/${area}.json`)['scenarios']).flatMap((scenario) =>
    list(object(scenario)['steps']).map((step) => {
      const { id, method, body, unordered } = object(step);
      const key = `${text(object(scenario)['id'])}/${text(id)}`;
      return {
        name: `${area} ${key}`,
        method: text(method),
        value: fillIn(body),
        answer: object(answers[key]),
        isUnordered: unordered === true,
      };
    }),
  );
}

interface Answer {
  readonly status: number;
  readonly message?: string;
  readonly causes?: readonly unknown[];
}

/** What a server would answer to the creation, as far as decoding and validation decide it. */
function answerTo(value: unknown, profile: ClusterProfile): Answer {
  const { apiVersion, kind, metadata } = object(value);
  const ready = prepared(value, profile);
  if ('error' in ready) {
    const version = text(apiVersion).replace(/^.*\//, '');
    const message = `${text(kind)} in version "${version}" cannot be handled as a ${text(kind)}: ${ready.error}`;
    return { status: 400, message };
  }
  const errors = validateObject(ready.object, profile, { isDefaulted: true });
  if (errors.length === 0) return { status: 201 };
  const name = text(object(metadata)['name']);
  const message = invalidMessage({ apiVersion: text(apiVersion), kind: text(kind), name }, errors, profile.minor);
  return { status: 422, message: withoutUids(message), causes: errors.map((error) => causeOf(error, profile.minor)) };
}

/** Drawn anew for each object; the records show `UUID`. */
const withoutUids = (message: string): string => message.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID');

const causeOf = (error: FieldError, minor: Minor): unknown => ({
  field: error.field,
  message: withoutUids(formatErrorBody(error, minor)),
  reason: error.type,
});

function expectedAnswer({ answer, isUnordered }: Recorded): Answer {
  const status = Number(answer['status']);
  if (status === 201) return { status };
  const body = object(answer['body']);
  const message = text(body['message']);
  if (status !== 422) return { status, message };
  const causes = list(object(body['details'])['causes']);
  return isUnordered ? sorted({ status, message, causes }) : { status, message, causes };
}

function sorted(answer: Answer): Answer {
  if (answer.causes === undefined) return answer;
  const causes = answer.causes.map((cause) => JSON.stringify(cause)).sort();
  return { status: answer.status, causes };
}

const SERVERS = [
  { version: '1.35.4' },
  { version: '1.33.13', overlay: '1.33.13.json' },
  { version: '1.36.3', overlay: '1.36.3.json' },
] as const;

const ADMISSION = 'refused by admission, before validation';
const NOT_RECORDED = 'the answer was not recorded: the step prepares others';
const UPDATE = 'an update; only creations are validated';
const GO_POINTERS = 'this minor prints addresses of pointers, which are new in each run';
const POD_SECURITY = 'refused by the PodSecurity admission plugin';
const ALLOCATION = 'refused by the allocator of service addresses, after validation';
const GO_SYNTAX = 'this minor prints the value in Go syntax';

/** By name, for all servers or, with a version behind it, for one: why a case is not compared. */
const SKIPPED: ReadonlyMap<string, string> = new Map([
  ['validation-pods pods/priorityclass-missing', ADMISSION],
  ['validation-pods pods/priority-set', ADMISSION],
  ['validation-pods pods/sa-bad-name', ADMISSION],
  ['validation-pods pods/runtimeclass-missing', ADMISSION],
  ['validation-pods pods/overhead', ADMISSION],
  ['validation-pods pods/preemption', ADMISSION],
  ['validation secrets/secret-immutable', NOT_RECORDED],
  ['validation secrets/secret-immutable-put', UPDATE],
  ['validation secrets/secret-immutable-unset', UPDATE],
  ['validation secrets/secret-type-change', UPDATE],
  ['validation configmaps/cm-immutable', NOT_RECORDED],
  ['validation configmaps/cm-immutable-patch', UPDATE],
  ['validation configmaps/cm-immutable-meta-ok', UPDATE],
  ['validation rbac/rb-roleref-change', UPDATE],
  ['validation rbac/rb-subject-change', UPDATE],
  ['validation workloads/dep-create', NOT_RECORDED],
  ['validation workloads/dep-selector-immutable', UPDATE],
  ['validation services/svc-clusterip-range', ALLOCATION],
  ['validation misc/ns-psa-label-bad', POD_SECURITY],
  ['validation misc/limitrange-bad 1.33.13', GO_SYNTAX],
  ['validation-pods pods/extended-fraction 1.33.13', GO_SYNTAX],
  ['validation-pods pods/sc-priv-noesc 1.33.13', GO_POINTERS],
  ['validation-pods pods/sc-seccomp-path-runtime 1.33.13', GO_POINTERS],
  ['validation-pods pods/two-controllers 1.33.13', GO_POINTERS],
]);

interface Difference {
  readonly name: string;
  readonly expected: Answer;
  readonly answer: Answer | string;
}

/** undefined where validation says what the server said. */
function differenceOf(recorded: Recorded, profile: ClusterProfile): Difference | undefined {
  const { name } = recorded;
  const expected = expectedAnswer(recorded);
  if (recorded.method !== 'POST') return { name, expected, answer: `a ${recorded.method}` };
  const given = answerTo(recorded.value, profile);
  if (given.status !== 400 && !isValidated(recorded.value)) return { name, expected, answer: 'a kind not validated' };
  const answer = recorded.isUnordered ? sorted(given) : given;
  return isDeepStrictEqual(answer, expected) ? undefined : { name, expected, answer };
}

describeShared('recorded answers to creations', (folder) => {
  for (const server of SERVERS) {
    const overlay = 'overlay' in server ? server.overlay : undefined;
    const cases = ['validation-pods', 'validation'].flatMap((area) => recordedCases(folder, area, overlay));
    const profile = profileOf(server.version);
    const found = new Map(cases.map((recorded) => [recorded.name, differenceOf(recorded, profile)]));
    const reasonOf = (name: string): string | undefined =>
      SKIPPED.get(name) ?? SKIPPED.get(`${name} ${server.version}`);

    it(`${server.version}: validation says what the server said`, () => {
      const differences = [...found.values()].filter((one) => one !== undefined && reasonOf(one.name) === undefined);
      expect(differences).toEqual([]);
    });

    it(`${server.version}: no skip is out of date`, () => {
      const needless = [...found].filter(([name, one]) => one === undefined && reasonOf(name) !== undefined);
      expect(needless.map(([name]) => name)).toEqual([]);
    });

    for (const { name } of cases) {
      const reason = reasonOf(name);
      if (reason !== undefined) it.skip(`${server.version}: ${name}: ${reason}`, () => undefined);
    }
  }
});
