/**
 * Whatever stands in the place of an object, nothing throws, and a verdict is a verdict.
 */
import { array, assert, constantFrom, jsonValue, oneof, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validate } from './admission.js';
import { syncAppArmor } from './app-armor-sync.js';
import { DEFAULT_CONFIGURATION, startupError } from './configuration.js';
import { decodeAdmissionConfiguration, decodeConfiguration } from './configuration-decode.js';
import { type EvaluatedCheck, PodSecurityEvaluator } from './evaluator.js';
import { labelTypos } from './label-typos.js';
import { type Labels, policyToEvaluate } from './labels.js';
import { type LevelVersion, PRIVILEGED_POLICY } from './level-version.js';
import { extractPod, POD_HOLDERS } from './pod-controllers.js';
import { podSecurityAdmission } from './pod-security-admission.js';
import type { PodLike } from './pod-view.js';
import { CHECKS } from './registry.js';

const CODE_VERSIONS = [27, 29, 30, 32, 33, 34, 35, 36];
const LEVEL_VERSIONS: readonly LevelVersion[] = (['baseline', 'restricted'] as const).flatMap((level) =>
  (['latest', 'v1.0', 'v1.18', 'v1.24', 'v1.34'] as const).map((version) => ({ level, version })),
);
const profileOf = (minor: number) => ({ minor, enabled: () => true });
const evaluators = CODE_VERSIONS.map((minor) => new PodSecurityEvaluator(profileOf(minor)));

/** A pod that has a value in every place that a check looks at. */
const FULL = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'p',
    ownerReferences: [{ uid: 'u', controller: true }],
    labels: { 'pod-security.kubernetes.io/enforce': 'baseline' },
    annotations: {
      'container.apparmor.security.beta.kubernetes.io/a': 'unconfined',
      'seccomp.security.alpha.kubernetes.io/pod': 'unconfined',
    },
  },
  spec: {
    hostNetwork: true,
    hostPID: true,
    hostIPC: true,
    hostUsers: true,
    os: { name: 'linux' },
    runtimeClassName: 'r',
    volumes: [
      { name: 'h', hostPath: {} },
      { name: 'e', emptyDir: {} },
    ],
    securityContext: {
      runAsUser: 0,
      runAsNonRoot: false,
      seLinuxOptions: { type: 'x', user: 'u', role: 'r' },
      seccompProfile: { type: 'Unconfined' },
      appArmorProfile: { type: 'Unconfined' },
      windowsOptions: { hostProcess: true },
      sysctls: [{ name: 'kernel.msgmax', value: '1' }],
    },
    containers: [
      {
        name: 'a',
        image: 'x',
        ports: [{ hostPort: 80 }],
        livenessProbe: { httpGet: { host: 'h' } },
        lifecycle: { preStop: { tcpSocket: { host: 'h' } } },
        securityContext: {
          privileged: true,
          allowPrivilegeEscalation: true,
          procMount: 'Unmasked',
          runAsUser: 0,
          runAsNonRoot: false,
          capabilities: { add: ['ALL', 'CHOWN'], drop: ['KILL'] },
          seLinuxOptions: { type: 'y' },
          seccompProfile: { type: 'Unconfined' },
          appArmorProfile: { type: 'Unconfined' },
          windowsOptions: { hostProcess: true },
        },
      },
    ],
  },
};

/** Paths of all values in `FULL`. */
function pathsOf(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => pathsOf(member, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly (string | number)[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === Number(key) ? replaced(item, rest, by) : item));
  }
  const members: Record<string, unknown> = { ...(typeof value === 'object' ? value : {}) };
  return { ...members, [key]: replaced(members[key], rest, by) };
}

/** Values as JSON has them, with keys that mean something to JavaScript. */
const json = oneof(
  jsonValue({ maxDepth: 4 }),
  constantFrom<unknown>(
    ...[
      '{"__proto__":{"privileged":true}}',
      '{"constructor":1,"toString":2}',
      '[null]',
      '[{}]',
      '"x"',
      '0',
      '[[]]',
    ].map((text): unknown => JSON.parse(text)),
  ),
);
/** Pods with one or two values replaced by anything. */
const brokenPod = array(tuple(constantFrom(...pathsOf(FULL)), json), { minLength: 1, maxLength: 2 }).map((changes) =>
  changes.reduce<unknown>((pod, [path, value]) => replaced(pod, path, value), FULL),
);
const anything = oneof({ weight: 3, arbitrary: brokenPod }, { weight: 1, arbitrary: json });

/** Any value, as a caller without types would hand it in. */
function podOf(value: unknown): PodLike {
  const pod: PodLike = JSON.parse(JSON.stringify(value));
  return pod;
}

function labelsOf(value: unknown): Labels {
  const labels: Labels = JSON.parse(JSON.stringify(value));
  return labels;
}

/** A result says nothing when it allows, and why and where when it does not. */
function isSound({ allowed, reason, detail, fields }: EvaluatedCheck): boolean {
  if (allowed) return reason === '' && detail === '' && fields.length === 0;
  return reason !== '' && fields.length > 0 && fields.every((field) => /^(?:spec|metadata)\./.test(field));
}

describe('any value as a pod', () => {
  it('gets a verdict from every API server', () => {
    assert(
      property(anything, (value) => {
        for (const evaluator of evaluators) {
          for (const levelVersion of LEVEL_VERSIONS) {
            const verdict = evaluator.evaluatePod(levelVersion, podOf(value));
            if (verdict.allowed !== (verdict.forbiddenDetail === '') || !verdict.results.every(isSound)) return false;
          }
        }
        return true;
      }),
      { numRuns: 200 },
    );
  });

  it('gets an answer to any request', () => {
    const admission = podSecurityAdmission(DEFAULT_CONFIGURATION, profileOf(36));
    const resources = [
      ...POD_HOLDERS.map(({ group, resource }) => ({ group, resource })),
      { group: '', resource: 'namespaces' },
    ];
    assert(
      property(
        constantFrom(...resources),
        constantFrom<'CREATE' | 'UPDATE'>('CREATE', 'UPDATE'),
        tuple(anything, anything, anything),
        ({ group, resource }, operation, [object, oldObject, pod]) => {
          const response = validate(
            admission,
            {
              operation,
              group,
              resource,
              subresource: '',
              name: 'p',
              namespace: 'ns',
              user: {},
              object: { value: object },
              oldObject: { value: oldObject },
            },
            {
              namespace: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
              existing: { listPods: () => [podOf(pod), {}] },
            },
          );
          expect(response.allowed).toBe(response.status === undefined);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('can be synced, searched and read', () => {
    assert(
      property(anything, (value) => {
        for (const minor of [29, 30, 33, 34]) syncAppArmor(podOf(value), profileOf(minor));
        extractPod(value);
        labelTypos(labelsOf(value), profileOf(36));
        policyToEvaluate(labelsOf(value), PRIVILEGED_POLICY);
        const decoded = decodeConfiguration(value, { minor: 36 });
        if ('value' in decoded) startupError(decoded.value, 36);
        decodeAdmissionConfiguration(value, { minor: 36 });
      }),
      { numRuns: 300 },
    );
  });
});

describe('the full pod', () => {
  it('breaks every check', () => {
    const pod = podOf(replaced(FULL, ['spec', 'securityContext', 'runAsNonRoot'], undefined));
    const at = (level: 'baseline' | 'restricted') =>
      new PodSecurityEvaluator(profileOf(36)).evaluatePod({ level, version: 'latest' }, pod).results;
    const ids = [...at('baseline'), ...at('restricted')].filter(({ allowed }) => !allowed).map(({ id }) => id);
    expect(CHECKS.map(({ id }) => id).filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('loses no violation to a prototype', () => {
    const polluted: PodLike = JSON.parse(
      '{"spec":{"containers":[{"name":"a","__proto__":{"securityContext":{"privileged":true}}}]}}',
    );
    const verdict = new PodSecurityEvaluator(profileOf(36)).evaluatePod(
      { level: 'baseline', version: 'latest' },
      polluted,
    );
    expect(verdict.allowed).toBe(true);
    expect(Object.prototype).not.toHaveProperty('securityContext');
  });
});
