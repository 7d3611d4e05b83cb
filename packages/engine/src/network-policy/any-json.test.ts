/** Whatever JSON is handed in as objects or as a question, every question has an answer. */
import { defaultProfile } from '@bulkhead/features';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideConnection } from './decide-connection.js';
import { diffReachability } from './diff-reachability.js';
import { exposure } from './exposure.js';
import { lintNetworkPolicies } from './lint/lint-network-policies.js';
import { NetworkModel } from './network-model.js';
import type { Side } from './question.js';
import { reachability } from './reachability.js';

const FIELDS = `
  metadata name namespace labels ownerReferences kind controller spec status phase podIP podIPs ip hostIP
  hostNetwork nodeName containers initContainers ports containerPort protocol restartPolicy template
  podSelector namespaceSelector matchLabels matchExpressions key operator values policyTypes ingress egress
  from to port endPort ipBlock cidr except tier priority subject namespaces pods action networks nodes
  domainNames protocols tcp destinationPort number range start end destinationNamedPort namedPort portNumber
  portRange selector targetPort clusterIP clusterIPs type endpoints addresses subsets app __proto__
  constructor`
  .trim()
  .split(/\s+/);
const TEXTS = [
  'a',
  'web',
  'TCP',
  'UDP',
  'Ingress',
  'Egress',
  'In',
  'NotIn',
  'Exists',
  'Allow',
  'Deny',
  'Pass',
  'Accept',
];
const ADDRESSES = [
  '10.0.0.1',
  '10.0.0.0/8',
  '0.0.0.0/0',
  '::/0',
  '::ffff:10.0.0.0/104',
  'fd00::1',
  '010.0.0.1/33',
  '/',
  '',
];
const KINDS = [
  ['v1', 'Pod'],
  ['v1', 'Namespace'],
  ['v1', 'Node'],
  ['v1', 'Service'],
  ['v1', 'Endpoints'],
  ['discovery.k8s.io/v1', 'EndpointSlice'],
  ['apps/v1', 'Deployment'],
  ['batch/v1', 'CronJob'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy'],
  ['policy.networking.k8s.io/v1alpha1', 'BaselineAdminNetworkPolicy'],
  ['policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy'],
] as const;

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 8 },
    fc.constantFrom(null, true, false, 0, 1, -1, 80, 65_535, 65_536, 1.5, 1e21, ...TEXTS, ...ADDRESSES),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...FIELDS), tie('value'), { maxKeys: 6 }),
  ),
})).value;

const fields = (depth: fc.Arbitrary<unknown>) => fc.dictionary(fc.constantFrom(...FIELDS), depth, { maxKeys: 6 });
const rules = fc.array(
  fc.record({
    from: fc.array(fields(json), { maxLength: 2 }),
    to: json,
    ports: fc.array(fields(json), { maxLength: 2 }),
    action: json,
  }),
  { maxLength: 2 },
);
const spec = fc.oneof(
  json,
  fields(json),
  fc.record({ podSelector: fields(json), ingress: rules, egress: rules, priority: json, subject: fields(json) }),
);

const object = fc.oneof(
  json,
  fc
    .tuple(fc.constantFrom(...KINDS), json, fc.constantFrom('a', 'b', '__proto__'), spec, fields(json))
    .map(([[apiVersion, kind], labels, name, body, status]) => ({
      apiVersion,
      kind,
      metadata: { name, namespace: name, labels },
      spec: body,
      status,
    })),
);

const side = fc.oneof(
  json,
  fc.record({
    kind: fc.constantFrom('pod', 'workload', 'ip', 'service', 'node'),
    namespace: json,
    name: json,
    ip: fc.constantFrom(...ADDRESSES),
  }),
);

describe('any JSON', () => {
  it('is answered', () => {
    const property = fc.property(
      fc.array(object, { maxLength: 6 }),
      side,
      side,
      json,
      json,
      (objects, from, to, port, protocol) => {
        const model = new NetworkModel(objects, { profile: defaultProfile(35) });
        const question = { from: from as Side, to: to as Side, port: port as number, protocol: protocol as string };
        const { reason } = decideConnection(model, question);
        expect(typeof reason).toBe('string');
        expect(Array.isArray([...reachability(model).connections()])).toBe(true);
        expect([...diffReachability(model, model)]).toEqual([]);
        expect(Array.isArray(exposure(model))).toBe(true);
        expect(lintNetworkPolicies(model).every(({ message }) => message !== '')).toBe(true);
      },
    );
    fc.assert(property, { numRuns: 1500 });
  });
});
