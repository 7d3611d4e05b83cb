/**
 * What real API servers answered to requests that Pod Security decides, replayed on the pure functions: refusals with
 * their details, warnings, and annotations of audit events.
 */
import { readFileSync } from 'node:fs';
import type { Minor } from '@bulkhead/apimachinery';
import {
  type AdmissionResponse,
  type Attributes,
  AUDIT_ANNOTATION_PREFIX,
  DEFAULT_CONFIGURATION,
  podSecurityAdmission,
  syncAppArmor,
  validate,
} from '@bulkhead/engine/pod-security';
import { defaultProfile } from '@bulkhead/features';
import { expect, it } from 'vitest';
import { describeShared } from './shared.js';

type Members = Readonly<Record<string, unknown>>;

interface Step {
  readonly id?: string;
  readonly op?: string;
  readonly method?: string;
  readonly path?: string;
  readonly ct?: string;
  readonly body?: Members;
  readonly check?: boolean;
}

interface Scenario {
  readonly id: string;
  readonly variant?: string | readonly string[];
  readonly ns?: { readonly labels?: Record<string, string> };
  readonly setup?: readonly Step[];
  readonly steps: readonly Step[];
}

interface Answer {
  readonly status: number;
  readonly headers?: { readonly warning?: readonly string[] };
  readonly body?: Members;
  readonly audit?: { readonly annotations?: Record<string, string> };
}

type Answers = Readonly<Record<string, Answer>>;

/** Answers that something else than Pod Security gave. */
const OUT_OF_SCOPE: Readonly<Record<string, string>> = {
  'update/pod-tolerations': 'validation of the pod forbids the change of a toleration before admission',
};

/** Warnings that something else than Pod Security gave, in answers that are compared. */
const OTHER_WARNINGS: Readonly<Record<string, string>> = {
  'spec.volumes[1].gitRepo: deprecated in v1.11, and disabled by default in v1.33+': 'a deprecated field',
};

/** The name that the recorded answers have for every namespace. */
const NAMESPACE = 'c-SFX';

const REPLAYS: readonly { readonly minor: Minor; readonly overlay?: string }[] = [
  { minor: 35 },
  { minor: 33, overlay: 'versions/1.33.13.json' },
  // 1.36.3 gave the same answers as 1.35.4.
  { minor: 36 },
];

describeShared('recorded answers about Pod Security', (shared) => {
  const read = (file: string): string => readFileSync(`${shared}oracle/cases/${file}`, 'utf8');
  const { scenarios }: { scenarios: readonly Scenario[] } = JSON.parse(read('pod-security.json'));
  const recorded: Answers = JSON.parse(read('pod-security.expected.json'));

  it.each(REPLAYS)('are those of 1.$minor', ({ minor, overlay }) => {
    const delta: { 'pod-security'?: Answers } = overlay === undefined ? {} : JSON.parse(read(overlay));
    const answers = { ...recorded, ...delta['pod-security'] };
    const compared = scenarios.flatMap((scenario) => replayVariants(scenario, answers, minor));
    expect(compared.filter(({ answer }) => answer.status >= 400).length).toBeGreaterThan(40);
    expect(compared.map(({ key, ours }) => ({ key, ...ours }))).toEqual(
      compared.map(({ key, answer, ours }) => ({ key, ...expected(answer, 'audit' in ours) })),
    );
  });

  it('leave out only what is there', () => {
    const ids = scenarios.flatMap(({ id, steps }) => steps.map((step) => `${id}/${step.id}`));
    expect(Object.keys(OUT_OF_SCOPE).filter((key) => !ids.includes(key))).toEqual([]);
  });

  it('refuse no pod in a namespace without labels', () => {
    const { scenarios: others }: { scenarios: readonly Scenario[] } = JSON.parse(read('pod-admission.json'));
    const answered: Answers = JSON.parse(read('pod-admission.expected.json'));
    const texts = Object.values(answered).map(({ body }) => JSON.stringify(body));
    expect(texts.filter((text) => text.includes('PodSecurity'))).toEqual([]);
    for (const { steps } of others) {
      const cluster = new Cluster(35, {});
      for (const step of steps) expect(step.body === undefined || cluster.request(step).response.allowed).toBe(true);
    }
  });
});

/** What of an answer is Pod Security's, and of ours. */
interface Outcome {
  readonly refusal: Members | undefined;
  readonly warnings: readonly string[];
  readonly audit?: Readonly<Record<string, string>>;
}

interface Compared {
  readonly key: string;
  readonly answer: Answer;
  readonly ours: Outcome;
}

function replayVariants(scenario: Scenario, answers: Answers, minor: Minor): Compared[] {
  const { variant } = scenario;
  const variants = Array.isArray(variant) ? variant.map((name: string) => `@${name}`) : [''];
  return variants.flatMap((suffix) => replay(scenario, `${scenario.id}${suffix}`, answers, minor));
}

function replay({ id, ns, setup = [], steps }: Scenario, name: string, answers: Answers, minor: Minor): Compared[] {
  const cluster = new Cluster(minor, ns?.labels ?? {});
  for (const step of setup) cluster.request(step);
  return steps.flatMap((step) => {
    if (step.op === 'sleep' || OUT_OF_SCOPE[`${id}/${step.id}`] !== undefined) return [];
    const { response, warnings } = cluster.request(step);
    const key = `${name}/${step.id}`;
    const answer = answers[key];
    if (step.check === false || answer === undefined) return [];
    const audit = answer.audit === undefined ? {} : { audit: response.auditAnnotations };
    return [{ key, answer, ours: { refusal: refusal(response.status && { ...response.status }), warnings, ...audit } }];
  });
}

function expected({ status, headers, body, audit }: Answer, withAudit: boolean): Outcome {
  const annotations = Object.entries(audit?.annotations ?? {}).filter(([key]) =>
    key.startsWith(AUDIT_ANNOTATION_PREFIX),
  );
  return {
    refusal: status >= 400 ? refusal(body) : undefined,
    warnings: (headers?.warning ?? []).map(warningText).filter((text) => OTHER_WARNINGS[text] === undefined),
    ...(withAudit ? { audit: Object.fromEntries(annotations) } : {}),
  };
}

function refusal(status: Members | undefined): Members | undefined {
  if (status === undefined) return undefined;
  const { kind, message, reason, code, details } = status;
  return { kind, status: status['status'], message, reason, code, details };
}

/** The text of a header `299 - "text"`. */
function warningText(header: string): string {
  const text: string = JSON.parse(header.slice('299 - '.length));
  return text;
}

/** One namespace with its pods, as far as patches of these cases go. */
class Cluster {
  readonly #minor: Minor;
  #namespace: Members;
  readonly #pods = new Map<string, Members>();

  constructor(minor: Minor, labels: Readonly<Record<string, string>>) {
    this.#minor = minor;
    this.#namespace = {
      metadata: { name: NAMESPACE, labels: { ...labels, 'kubernetes.io/metadata.name': NAMESPACE } },
    };
  }

  request(step: Step): { readonly response: AdmissionResponse; readonly warnings: readonly string[] } {
    const [path = '', query = ''] = (step.path ?? '').split('?');
    const segments = path.split('/').slice(path.startsWith('/api/') ? 3 : 4);
    // namespaces, the namespace, then the resource, the name and the subresource.
    const [, , resource = 'namespaces', name, subresource = ''] = segments;
    const group = path.startsWith('/api/') ? '' : (path.split('/')[2] ?? '');
    const profile = defaultProfile(this.#minor);
    const before = resource === 'namespaces' ? this.#namespace : this.#pods.get(name ?? '');
    const object = step.method === 'PATCH' ? patched(before, step.body, isStrategic(step)) : step.body;
    const creates = step.method === 'POST' && group === '' && resource === 'pods';
    const synced = creates ? syncAppArmor(object ?? {}, profile) : { pod: object, warnings: [] };

    const attributes: Attributes = {
      operation: step.method === 'POST' ? 'CREATE' : 'UPDATE',
      group,
      resource,
      subresource,
      name: resource === 'namespaces' ? NAMESPACE : (name ?? nameOf(step.body)),
      namespace: NAMESPACE,
      user: { username: 'admin' },
      object: { value: synced.pod },
      oldObject: { value: before },
    };
    const response = validate(podSecurityAdmission(DEFAULT_CONFIGURATION, profile), attributes, {
      namespace: { labels: labelsOf(this.#namespace) },
      existing: { listPods: () => [...this.#pods.values()] },
    });
    if (response.allowed && !query.includes('dryRun') && synced.pod !== undefined) this.#store(attributes, synced.pod);
    return { response, warnings: [...synced.warnings, ...response.warnings] };
  }

  #store({ resource, name }: Attributes, object: object): void {
    if (resource === 'namespaces') this.#namespace = { ...object };
    else if (resource === 'pods') this.#pods.set(name, { ...object });
  }
}

function nameOf(body: Members | undefined): string {
  const name = membersOf(body?.['metadata'])['name'];
  return typeof name === 'string' ? name : '';
}

function labelsOf(namespace: Members): Record<string, string> {
  const labels = Object.entries(membersOf(membersOf(namespace['metadata'])['labels']));
  return Object.fromEntries(labels.map(([key, value]) => [key, String(value)]));
}

function isStrategic({ ct = '' }: Step): boolean {
  return ct.includes('strategic');
}

/** A merge patch; a strategic one also merges lists of named objects. */
function patched(before: unknown, patch: unknown, strategic: boolean): Members {
  const result: Record<string, unknown> = { ...membersOf(before) };
  for (const [key, value] of Object.entries(membersOf(patch))) {
    const old = result[key];
    if (value === null) delete result[key];
    else if (strategic && Array.isArray(value)) result[key] = mergedByName(Array.isArray(old) ? old : [], value);
    else if (typeof value === 'object' && !Array.isArray(value)) result[key] = patched(old, value, strategic);
    else result[key] = value;
  }
  return result;
}

function mergedByName(old: readonly unknown[], added: readonly unknown[]): unknown[] {
  const result = [...old];
  for (const item of added) {
    const index = result.findIndex((candidate) => membersOf(candidate)['name'] === membersOf(item)['name']);
    if (index < 0) result.push(item);
    else result[index] = patched(result[index], item, true);
  }
  return result;
}

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
