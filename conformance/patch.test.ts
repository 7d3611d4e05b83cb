/**
 * Patches against recorded answers: each patch is applied to what the server (1.35.4) had answered before, and the
 * result with its defaults is what it answered then; refusals have its texts.
 */
import { readFileSync } from 'node:fs';
import { lookupKind } from '@bulkhead/apimachinery';
import { applyDefaults } from '@bulkhead/apimachinery/defaults';
import { defaultProfile } from '@bulkhead/features';
import { jsonPatch, mergePatch, type PatchFailure, strategicMergePatch, undecodablePatch } from '@bulkhead/patch';
import { expect, it } from 'vitest';
import { describeShared } from './shared.js';

type Plain = Readonly<Record<string, unknown>>;

const MINOR = 35;
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const object = (value: unknown): Plain => (isPlain(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

interface Step {
  readonly name: string;
  readonly format: string;
  readonly path: string;
  readonly body: unknown;
  readonly before: Plain;
  readonly status: number;
  readonly answer: Plain;
}

/** The PATCH requests of a recording with what the same path answered last. */
function stepsIn(folder: string): Step[] {
  const states = new Map<string, Plain>();
  const steps: Step[] = [];
  for (const item of list(
    object(JSON.parse(readFileSync(`${folder}/http-cases-apimachinery.json`, 'utf8')))['cases'],
  )) {
    const { name, method, path, headers, body, status, res } = object(item);
    const [url = ''] = text(path).split('?');
    const answer = object(res);
    const before = states.get(url);
    const format = text(object(headers)['content-type']).replace(/^application\/|\+json$/g, '');
    // Custom resources take no strategic merge patches: 415.
    if (
      method === 'PATCH' &&
      before !== undefined &&
      status !== 415 &&
      /^(?:json|merge|strategic-merge)-patch$/.test(format)
    ) {
      steps.push({ name: text(name), format, path: text(path), body, before, status: Number(status), answer });
    }
    const named = method === 'POST' ? `${url}/${text(object(answer['metadata'])['name'])}` : url;
    if (Number(status) < 300 && isPlain(answer['metadata'])) states.set(named, answer);
  }
  return steps;
}

type Outcome = { readonly value: unknown } | { readonly failure: PatchFailure };

function apply({ format, body, before }: Step): Outcome {
  let patch = body;
  if (typeof body === 'string') {
    try {
      patch = JSON.parse(body);
    } catch {
      return {
        failure: undecodablePatch(format === 'json-patch' ? 'json' : 'merge', 'unexpected end of JSON input', 'Warn'),
      };
    }
  }
  const kind = lookupKind(text(before['apiVersion']), text(before['kind']));
  if (format === 'json-patch') return jsonPatch(before, patch);
  if (format === 'merge-patch') return mergePatch(before, patch);
  return strategicMergePatch(before, patch, kind?.typeName ?? '', MINOR);
}

/** What a patch decides: later stages have the metadata, the status and members that no type knows. */
function decided(value: unknown, profile: ReturnType<typeof defaultProfile>): unknown {
  const { spec, data, metadata } = object(applyDefaults(object(value), profile));
  const { labels, annotations, finalizers } = object(metadata);
  const own = Object.entries(object(annotations)).filter(([name]) => !name.startsWith('deployment.kubernetes.io/'));
  return withoutEmpty({ spec, data, labels, annotations: Object.fromEntries(own), finalizers });
}

/** Go leaves empty members out, or writes empty structs, as the type says. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (!isPlain(value)) return value;
  const members = Object.entries(value).map(([name, item]) => [name, withoutEmpty(item)] as const);
  const isEmpty = (item: unknown): boolean =>
    typeof item === 'object' && item !== null && Object.keys(item).length === 0;
  return Object.fromEntries(members.filter(([, item]) => !isEmpty(item)));
}

describeShared('patches and recorded answers', (folder) => {
  const profile = defaultProfile(MINOR);
  const steps = stepsIn(`${folder}data`);

  it('has cases', () => {
    expect(steps.length).toBeGreaterThan(20);
  });

  it.each(steps.map((step) => [step.name, step] as const))('%s', (_, step) => {
    const outcome = apply(step);
    if (step.status < 300) {
      expect('value' in outcome ? decided(outcome.value, profile) : outcome).toEqual(decided(step.answer, profile));
    } else if ('failure' in outcome) {
      const { code, reason, message, details } = step.answer;
      expect({ details: undefined, ...outcome.failure }).toEqual({
        code,
        reason: reason ?? '',
        message,
        details,
      });
    } else
      expect(`${text(step.answer['message'])} by a later stage`).toMatch(/is invalid|has been modified|URL|not valid/);
  });
});
