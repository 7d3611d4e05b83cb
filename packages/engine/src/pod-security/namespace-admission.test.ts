import type { Namespace, Pod } from '@bulkhead/apimachinery/types/core-v1';
import { describe, expect, it } from 'vitest';
import { type AdmissionCase, answerTo, prefixed } from './admission-case.js';

const A = 'pod-security.kubernetes.io/';
const NOTHING = { allowed: true, warnings: [], auditAnnotations: {}, metrics: [] };
const LEVEL = 'must be one of privileged, baseline, restricted';
const VERSION = 'must be "latest" or "v1.x"';
const BARE = 'allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile';

type Values = Readonly<Record<string, string>>;

const namespace = (labels: Values): Namespace => ({ metadata: { name: 'gw', labels: prefixed(labels) } });
const request = { group: '', resource: 'namespaces', name: 'gw', namespace: 'gw' };
const create = (labels: Values, more: Partial<AdmissionCase> = {}) =>
  answerTo({ attributes: { ...request, object: { value: namespace(labels) } }, ...more });
const update = (before: Values, after: Values, more: Partial<AdmissionCase> = {}) =>
  answerTo({
    attributes: {
      ...request,
      operation: 'UPDATE',
      object: { value: namespace(after) },
      oldObject: { value: namespace(before) },
    },
    pods: PODS,
    ...more,
  });

const PODS: readonly Pod[] = [
  { metadata: { name: 'y-1' }, spec: { containers: [{ name: 'a' }] } },
  { metadata: { name: 'z-a' }, spec: { containers: [{ name: 'a' }] } },
  { metadata: { name: 'z-b' }, spec: { containers: [{ name: 'a' }] } },
  {
    metadata: { name: 'priv' },
    spec: { hostNetwork: true, containers: [{ name: 'a', securityContext: { privileged: true } }] },
  },
];

describe('labels that cannot be read', () => {
  const causes = (field: string, value: string, detail: string) => ({
    reason: 'FieldValueInvalid',
    message: `Invalid value: "${value}": ${detail}`,
    field: `metadata.labels[${A}${field}]`,
  });

  it('are refused in a create', () => {
    expect(create({ enforce: 'nope' })).toEqual({
      ...NOTHING,
      allowed: false,
      status: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: `Namespace "gw" is invalid: metadata.labels[${A}enforce]: Invalid value: "nope": ${LEVEL}`,
        reason: 'Invalid',
        details: { name: 'gw', kind: 'Namespace', causes: [causes('enforce', 'nope', LEVEL)] },
        code: 422,
      },
    });
  });

  it('are refused in an update, in brackets when there are several', () => {
    const { status } = update({}, { enforce: 'foo', 'warn-version': '1.25' });
    expect(status?.message).toBe(
      `Namespace "gw" is invalid: [metadata.labels[${A}enforce]: Invalid value: "foo": ${LEVEL}, metadata.labels[${A}warn-version]: Invalid value: "1.25": ${VERSION}]`,
    );
    expect(status?.details?.causes).toEqual([causes('enforce', 'foo', LEVEL), causes('warn-version', '1.25', VERSION)]);
  });

  it('may stay as they were, and not become others', () => {
    expect(update({ audit: 'x' }, { audit: 'x' })).toEqual(NOTHING);
    expect(update({ audit: 'x' }, { audit: 'y' }).status?.code).toBe(422);
    expect(update({ audit: 'x' }, { audit: 'x', warn: 'x' }).status?.code).toBe(422);
    expect(update({ audit: 'x', warn: 'x' }, { audit: 'x' }).status?.code).toBe(422);
    expect(update({ audit: 'x' }, {})).toEqual(NOTHING);
  });
});

describe('a stricter policy', () => {
  it('draws warnings about the pods that break it', () => {
    expect(update({}, { enforce: 'restricted' })).toEqual({
      ...NOTHING,
      warnings: [
        'existing pods in namespace "gw" violate the new PodSecurity enforce level "restricted:latest"',
        `priv: host namespaces, privileged, ${BARE}`,
        `y-1 (and 2 other pods): ${BARE}`,
      ],
    });
  });

  it.each<[string, Values, Values, boolean]>([
    ['another label', { enforce: 'baseline' }, { enforce: 'baseline', audit: 'restricted' }, false],
    ['the same level', { enforce: 'baseline' }, { enforce: 'baseline' }, false],
    ['privileged', { enforce: 'baseline' }, { enforce: 'privileged', 'enforce-version': 'v1.1' }, false],
    ['a more open level', { enforce: 'restricted' }, { enforce: 'baseline' }, false],
    [
      'a more open level of another version',
      { enforce: 'restricted' },
      { enforce: 'baseline', 'enforce-version': 'v1.20' },
      true,
    ],
    ['another version alone', { enforce: 'baseline' }, { enforce: 'baseline', 'enforce-version': 'v1.20' }, true],
    ['a stricter level', { enforce: 'privileged' }, { enforce: 'baseline' }, true],
  ])('%s: %#', (_, before, after, warns) => {
    const { allowed, warnings } = update(before, after);
    expect(allowed).toBe(true);
    expect(warnings.length > 0).toBe(warns);
  });

  it('counts from the defaults of the cluster', () => {
    const defaults = { enforce: 'restricted' };
    expect(update({}, { enforce: 'baseline' }, { defaults })).toEqual(NOTHING);
    expect(update({ enforce: 'baseline' }, {}, { defaults }).warnings).toHaveLength(3);
  });
});

describe('an exempt namespace', () => {
  const exemptions = { namespaces: ['gw'] };
  const ignored = (parts: string) => [
    `namespace "gw" is exempt from Pod Security, and the policy (${parts}) will be ignored`,
  ];

  it.each<[Values, string[]]>([
    [{}, []],
    [{ enforce: 'privileged', 'warn-version': 'v1.1' }, []],
    [{ enforce: 'baseline' }, ignored('enforce=baseline:latest')],
    [{ enforce: 'baseline', 'warn-version': 'v1.2' }, ignored('enforce=baseline:latest, warn=baseline:v1.2')],
    [
      { enforce: 'baseline', audit: 'restricted', 'audit-version': 'v1.1', warn: 'restricted' },
      ignored('enforce=baseline:latest, audit=restricted:v1.1, warn=restricted:latest'),
    ],
  ])('with %j', (labels, warnings) => {
    expect(create(labels, { exemptions })).toEqual({ ...NOTHING, warnings });
  });

  it('may have nothing to name', () => {
    // A label drops the default of one mode; what is left of the policy stands in no label.
    const defaults = { enforce: 'baseline', audit: 'restricted' };
    expect(create({ enforce: 'privileged' }, { exemptions, defaults }).warnings).toEqual(ignored(''));
  });

  it('with the defaults of the cluster', () => {
    expect(
      create({ enforce: 'baseline', warn: 'privileged' }, { exemptions, defaults: { enforce: 'baseline' } }),
    ).toEqual(NOTHING);
  });

  it('is not looked into in an update, and not warned of where nothing became stricter', () => {
    expect(update({}, { enforce: 'baseline' }, { exemptions }).warnings).toEqual(ignored('enforce=baseline:latest'));
    expect(update({}, { audit: 'baseline' }, { exemptions })).toEqual(NOTHING);
  });

  it('is still refused labels that cannot be read', () => {
    expect(create({ enforce: 'x' }, { exemptions }).status?.code).toBe(422);
  });
});

describe('other requests for namespaces', () => {
  it.each(['status', 'finalize'])('pass for subresource %s', (subresource) => {
    const attributes = { ...request, subresource, object: { value: namespace({ enforce: 'nope' }) } };
    expect(answerTo({ attributes })).toEqual(NOTHING);
  });

  it.each([
    [{ object: { error: 'bad' } }, 'failed to decode object', 'failed to decode object: bad'],
    [{ object: { value: { kind: 'Pod' } } }, 'failed to decode namespace', 'failed to decode namespace'],
    [
      { operation: 'UPDATE', object: { value: namespace({}) }, oldObject: { error: 'bad' } },
      'failed to decode  old object',
      'failed to decode  old object: bad',
    ],
    [
      { operation: 'UPDATE', object: { value: namespace({}) }, oldObject: { value: { kind: 'Pod' } } },
      'failed to decode  old namespace',
      'failed to decode  old namespace',
    ],
  ] as const)('are a 400 for %j', (attributes, message, error) => {
    const response = answerTo({ attributes: { ...request, ...attributes } });
    expect(response.status).toMatchObject({ code: 400, message, details: { name: 'gw', kind: 'namespaces' } });
    expect(response.auditAnnotations).toEqual({ [`${A}error`]: error });
    expect(response.metrics).toEqual([]);
  });
});
