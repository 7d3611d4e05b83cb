/**
 * Defaults against recorded answers: what a real server (1.35.4) stored of the objects that it created is the object
 * with its defaults, and beyond that only what later stages fill in, which is listed here by kind.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { decodeObject } from '@bulkhead/apimachinery';
import { applyDefaults } from '@bulkhead/apimachinery/defaults';
import { defaultProfile, fieldGateLookup } from '@bulkhead/features';
import { expect, it } from 'vitest';
import { describeShared } from './shared.js';

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const object = (value: unknown): Plain => (isPlain(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

interface Created {
  readonly name: string;
  readonly request: Plain;
  readonly stored: Plain;
}

function createdIn(folder: string, area: string): Created[] {
  const read = (file: string): Plain =>
    object(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8').replaceAll(/SFX|\{\{sfx\}\}/g, 'sfx')));
  const answers = read(`${area}.expected.json`);
  return list(read(`${area}.json`)['scenarios']).flatMap((scenario) =>
    list(object(scenario)['steps']).flatMap((step) => {
      const { id, method, body, pick } = object(step);
      const name = `${text(object(scenario)['id'])}/${text(id)}`;
      const answer = object(answers[name]);
      const request = object(JSON.parse(JSON.stringify(body ?? null).replaceAll('{{ns}}', 'c-sfx')));
      const stored = object(answer['body']);
      const isCreated = method === 'POST' && answer['status'] === 201 && pick === undefined;
      return isCreated && stored['kind'] === request['kind'] ? [{ name: `${area} ${name}`, request, stored }] : [];
    }),
  );
}

const POD_STAGES = ['priority', 'preemptionPolicy', 'serviceAccount', 'serviceAccountName', 'tolerations', 'volumes'];

/** What strategies, admission plugins and allocators add behind the defaults; the keys are the kinds compared. */
const FILLED_IN_LATER: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'Pod',
    [
      'status',
      ...POD_STAGES.map((field) => `spec.${field}`),
      'spec.containers[].volumeMounts',
      'spec.containers[].securityContext',
    ],
  ],
  [
    'Service',
    [
      'status',
      ...['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'ports[].nodePort'].map(
        (field) => `spec.${field}`,
      ),
    ],
  ],
  ['Deployment', ['status']],
  ['DaemonSet', ['status']],
  ['ValidatingAdmissionPolicy', ['status']],
  ['ValidatingAdmissionPolicyBinding', []],
  ['NetworkPolicy', []],
  ['RoleBinding', []],
  ['Secret', []],
  ['ConfigMap', []],
  ['CSIDriver', []],
]);

const isEmpty = (value: unknown): boolean =>
  Array.isArray(value) ? value.length === 0 : isPlain(value) && Object.keys(value).length === 0;

/** Paths at which the two differ, leaving out empty values, which JSON drops or Go writes for structs. */
function differences(ours: unknown, stored: unknown, path: string): string[] {
  if (Array.isArray(ours) && Array.isArray(stored) && ours.length === stored.length) {
    return ours.flatMap((item, index) => differences(item, stored[index], `${path}[]`));
  }
  if (!isPlain(ours) || !isPlain(stored)) return JSON.stringify(ours) === JSON.stringify(stored) ? [] : [path];
  const names = new Set([...Object.keys(ours), ...Object.keys(stored)]);
  return [...names].flatMap((name) => {
    const inner = path === '' ? name : `${path}.${name}`;
    if (ours[name] === undefined || stored[name] === undefined) {
      return isEmpty(ours[name] ?? stored[name]) ? [] : [inner];
    }
    return differences(ours[name], stored[name], inner);
  });
}

describeShared('defaults of created objects', (folder) => {
  const profile = defaultProfile(35);
  const cases = `${folder}oracle/cases`;
  const areas = readdirSync(cases).flatMap((file) => /^(.*)\.expected\.json$/.exec(file)?.[1] ?? []);
  const created = areas
    .flatMap((area) => createdIn(cases, area))
    .filter(({ request }) => FILLED_IN_LATER.has(text(request['kind'])));

  it.each(created)('$name', ({ request, stored }) => {
    const decoded = decodeObject(request, profile, { fieldGates: fieldGateLookup(profile) });
    const { metadata: _, ...ours } = applyDefaults(decoded.object, profile) as Plain;
    const { metadata: __, ...theirs } = stored;
    const later = FILLED_IN_LATER.get(text(request['kind'])) ?? [];
    expect(differences(ours, theirs, '').filter((path) => !later.includes(path))).toEqual([]);
  });

  it('are enough', () => expect(created.length).toBeGreaterThanOrEqual(25));
});
