import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookupKind } from '../model/kind-model.js';
import { goForm, storageEncoding } from './go-form.js';
import { goJSON } from './go-json.js';

function form(object: Readonly<Record<string, unknown>>, minor = 35): string {
  const kind = lookupKind(String(object['apiVersion']), String(object['kind']));
  if (kind === undefined) throw new Error(`no kind ${String(object['kind'])}`);
  return goJSON(goForm(object, kind, minor));
}

const v1 = (kind: string, rest: object = {}): Readonly<Record<string, unknown>> => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'x' },
  ...rest,
});
const head = (kind: string, apiVersion = 'v1'): string =>
  `{"kind":"${kind}","apiVersion":"${apiVersion}","metadata":{"name":"x"}`;

describe('goForm', () => {
  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['puts members in Go order', { metadata: { name: 'x' }, kind: 'ConfigMap', apiVersion: 'v1' }, '}'],
    ['drops what the minor does not know', v1('ConfigMap', { nope: 1 }), '}'],
    ['drops empty maps, lists and texts', v1('ConfigMap', { data: {}, binaryData: null }), '}'],
    [
      'sorts the keys of maps',
      v1('ConfigMap', { data: { b: '', a: 'x', 10: '', 9: '' } }),
      ',"data":{"10":"","9":"","a":"x","b":""}}',
    ],
    ['keeps a set false', v1('ConfigMap', { immutable: false }), ',"immutable":false}'],
    ['prints bytes in canonical base64', v1('Secret', { data: { k: 'YR==\n' } }), ',"data":{"k":"YQ=="}}'],
    ['escapes as HTML', v1('ConfigMap', { data: { k: '<&>\u2028' } }), ',"data":{"k":"\\u003c\\u0026\\u003e\\u2028"}}'],
    ['prints empty structs', v1('Namespace'), ',"spec":{},"status":{}}'],
    ['prints nil lists', v1('Pod'), ',"spec":{"containers":null},"status":{}}'],
    [
      'keeps __proto__ as a key',
      v1('ConfigMap', { data: JSON.parse('{"b":"","__proto__":"1"}') }),
      ',"data":{"__proto__":"1","b":""}}',
    ],
    [
      'prints quantities anew',
      v1('ResourceQuota', { spec: { hard: { pods: 10, memory: '1024Mi', cpu: '1000m', x: '0.5' } } }),
      ',"spec":{"hard":{"cpu":"1","memory":"1Gi","pods":"10","x":"500m"}},"status":{}}',
    ],
    [
      'prints a zero int or string and a zero quantity',
      v1('Service', { spec: { ports: [{ port: 80 }, { port: 81, targetPort: 'http' }] } }),
      ',"spec":{"ports":[{"port":80,"targetPort":0},{"port":81,"targetPort":"http"}]},"status":{"loadBalancer":{}}}',
    ],
    [
      'prints null items as zero values',
      v1('Pod', { spec: { containers: [null], nodeSelector: { a: null } } }),
      ',"spec":{"containers":[{"name":"","resources":{}}],"nodeSelector":{"a":""}},"status":{}}',
    ],
    [
      'keeps set pointers to empty structs',
      v1('Pod', { spec: { volumes: [{ emptyDir: {}, name: 'v' }], containers: [{ name: 'c', securityContext: {} }] } }),
      ',"spec":{"volumes":[{"name":"v","emptyDir":{}}],"containers":[{"name":"c","resources":{},"securityContext":{}}]},"status":{}}',
    ],
    [
      'prints times in UTC and seconds',
      v1('Pod', { spec: { containers: [{ name: 'c' }] }, status: { startTime: '2024-01-01T01:00:00.9+02:00' } }),
      ',"spec":{"containers":[{"name":"c","resources":{}}]},"status":{"startTime":"2023-12-31T23:00:00Z"}}',
    ],
    [
      'prints null for a zero time without omitzero',
      v1('Pod', { spec: { containers: [] }, status: { conditions: [{ type: 'Ready', status: 'True' }] } }),
      ',"spec":{"containers":null},"status":{"conditions":[{"type":"Ready","status":"True","lastProbeTime":null,"lastTransitionTime":null}]}}',
    ],
  ])('%s', (_, object, expected) => {
    expect(form(object)).toBe(`${head(String(object['kind']))}${expected}`);
  });

  it.each<[string, string, object, string]>([
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', { rules: [] }, ',"rules":null}'],
    ['rbac.authorization.k8s.io/v1', 'Role', { rules: [{ verbs: [] }] }, ',"rules":[{"verbs":null}]}'],
    [
      'certificates.k8s.io/v1',
      'CertificateSigningRequest',
      { spec: { request: '', signerName: 's', extra: { b: [], a: ['x'] } } },
      ',"spec":{"request":"","signerName":"s","extra":{"a":["x"],"b":[]}},"status":{}}',
    ],
    ['rbac.authorization.k8s.io/v1', 'RoleBinding', {}, ',"roleRef":{"apiGroup":"","kind":"","name":""}}'],
    ['apps/v1', 'ControllerRevision', { revision: 0, data: { b: 1, a: 2 } }, ',"data":{"b":1,"a":2},"revision":0}'],
    ['apps/v1', 'ControllerRevision', {}, ',"data":null,"revision":0}'],
    [
      'coordination.k8s.io/v1',
      'Lease',
      { spec: { renewTime: '2024-01-01T01:00:00.000001+01:00' } },
      ',"spec":{"renewTime":"2024-01-01T00:00:00.000001Z"}}',
    ],
    [
      'apiextensions.k8s.io/v1',
      'CustomResourceDefinition',
      {
        spec: {
          group: 'g',
          versions: [{ name: 'v', schema: { openAPIV3Schema: { default: { b: 1, a: 0.5 }, items: [] } } }],
        },
      },
      ',"spec":{"group":"g","names":{"plural":"","kind":""},"scope":"","versions":[{"name":"v","served":false,' +
        '"storage":false,"schema":{"openAPIV3Schema":{"default":{"a":0.5,"b":1}}}}]},' +
        '"status":{"conditions":null,"acceptedNames":{"plural":"","kind":""},"storedVersions":null}}',
    ],
    [
      'apps/v1',
      'Deployment',
      { spec: { template: {} } },
      ',"spec":{"selector":null,"template":{"metadata":{},"spec":{"containers":null}},"strategy":{}},"status":{}}',
    ],
  ])('%s %s %j', (apiVersion, kind, rest, expected) => {
    expect(form({ apiVersion, kind, metadata: { name: 'x' }, ...rest })).toBe(`${head(kind, apiVersion)}${expected}`);
  });

  it('prints creationTimestamp as the minor does', () => {
    expect(form(v1('ConfigMap'), 33)).toBe(
      '{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"x","creationTimestamp":null}}',
    );
    expect(form(v1('ConfigMap'), 34)).toBe(`${head('ConfigMap')}}`);
  });

  it('keeps empty lists of answers', () => {
    const list = { kind: 'PodList', apiVersion: 'v1', metadata: {}, items: [] };
    expect(form(list)).toBe('{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[]}');
    const definition = lookupKind('apiextensions.k8s.io/v1', 'CustomResourceDefinition');
    expect(definition && storageEncoding(definition)).toBe('json');
  });

  it('returns the same object where nothing changes, and changes no input', () => {
    const pod = v1('Pod', { spec: { containers: [{ resources: { limits: { cpu: '1000m' } }, name: 'c' }] } });
    const kind = lookupKind('v1', 'Pod');
    if (kind === undefined) throw new Error('no Pod');
    const before = JSON.stringify(pod);
    const once = goForm(deepFrozen(pod), kind, 35);
    expect(JSON.stringify(pod)).toBe(before);
    expect(goForm(deepFrozen(once), kind, 35)).toBe(once);
  });

  it('is the same when done twice', () => {
    const kind = lookupKind('v1', 'Pod');
    if (kind === undefined) throw new Error('no Pod');
    const text = fc.string({ maxLength: 4, unit: 'grapheme' });
    const texts = fc.dictionary(text, text, { maxKeys: 4 });
    const quantity = fc.constantFrom('1', '0', '1000m', '0.1', '1Ki', '1024Ki', '1e3', '+1', '0.0001', 5);
    const time = fc.constantFrom('2024-02-29T00:00:00Z', '2024-03-01T00:30:00.25+01:00', '0001-01-01T00:00:00Z', null);
    const container = fc.record(
      {
        name: text,
        args: fc.array(text, { maxLength: 2 }),
        resources: fc.record({ limits: fc.dictionary(text, quantity, { maxKeys: 3 }) }, { requiredKeys: [] }),
        stdin: fc.boolean(),
        env: fc.array(fc.record({ name: text, value: text }, { requiredKeys: [] }), { maxLength: 2 }),
      },
      { requiredKeys: [] },
    );
    const pod = fc.record(
      {
        spec: fc.record(
          { containers: fc.array(container, { maxLength: 2 }), nodeSelector: texts },
          { requiredKeys: [] },
        ),
        metadata: fc.record({ labels: texts, name: text, creationTimestamp: time }, { requiredKeys: [] }),
        status: fc.record({ startTime: time, phase: text }, { requiredKeys: [] }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(pod, fc.constantFrom(27, 33, 36), (object, minor) => {
        const once = goForm(object, kind, minor);
        expect(goJSON(goForm(once, kind, minor))).toBe(goJSON(once));
      }),
      { numRuns: 200 },
    );
  });
});

function deepFrozen<T extends object>(value: T): T {
  for (const item of Object.values(value)) if (typeof item === 'object' && item !== null) deepFrozen(item);
  return Object.freeze(value);
}
