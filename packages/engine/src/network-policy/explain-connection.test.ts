/** The explanation says what the answer says, rule by rule. */
import { describe, expect, it } from 'vitest';
import { explainConnection } from './explain-connection.js';
import { CLUSTER, modelOf, pod, policy, service, side } from './test-cluster.js';

function explain(objects: readonly object[], question: string): readonly string[] {
  const [from = '', to = '', port] = question.split(' ');
  const {
    answer,
    port: podPort,
    directions,
  } = explainConnection(modelOf([...CLUSTER, ...objects]), {
    from: side(from),
    to: side(to),
    port: Number(port),
  });
  const lines = directions.flatMap(({ direction, subject, exempt, policies }) => [
    `${direction} ${subject || '-'}${exempt === '' ? '' : ` (${exempt})`}`,
    ...policies.flatMap(({ title, tier, rules }) => [
      `  ${title} ${tier}`,
      ...rules.map(
        ({ path, action, peersMatch, portsMatch }) =>
          `    ${path} ${action} ${String(peersMatch)} ${String(portsMatch)}`,
      ),
    ]),
  ]);
  return [`${String(answer.allowed)} ${podPort}`, ...lines];
}

const WEB = { podSelector: { matchLabels: { app: 'web' } } };
const DB = { podSelector: { matchLabels: { app: 'db' } } };
const ADMIN = {
  apiVersion: 'policy.networking.k8s.io/v1alpha2',
  kind: 'ClusterNetworkPolicy',
  metadata: { name: 'first' },
  spec: {
    tier: 'Admin',
    priority: 1,
    subject: { namespaces: {} },
    ingress: [{ action: 'Deny', from: [{ pods: { namespaceSelector: {}, ...WEB } }] }],
  },
};

describe('explanations', () => {
  it.each<[string, readonly object[], string, readonly string[]]>([
    ['no policy', [], 'a/web a/db 80', ['true 80', 'egress a/web', 'ingress a/db']],
    [
      'every rule',
      [
        policy('a/p', {
          ...DB,
          ingress: [
            { from: [WEB], ports: [{ port: 81 }] },
            { from: [DB], ports: [{ port: 80 }] },
            { from: [WEB], ports: [{ port: 'http' }] },
          ],
        }),
      ],
      'a/web a/db 8080',
      [
        'true 8080',
        'egress a/web',
        'ingress a/db',
        '  a/p NetworkPolicy',
        '    spec.ingress[0] Allow true false',
        '    spec.ingress[1] Allow false false',
        '    spec.ingress[2] Allow true true',
      ],
    ],
    [
      'only policies of the direction',
      [policy('a/p', { ...WEB, policyTypes: ['Egress'] }), policy('a/q', { ...WEB })],
      'a/web a/db 80',
      ['false 80', 'egress a/web', '  a/p NetworkPolicy', 'ingress a/db'],
    ],
    [
      'the port behind a service',
      [service('a/db', { selector: { app: 'db' }, ports: [{ port: 80, targetPort: 'http' }] })],
      'a/web svc:a/db 80',
      ['true 8080', 'egress a/web', 'ingress a/db'],
    ],
    [
      'policies of administrators first',
      [ADMIN, policy('a/p', { ...DB, ingress: [{}] })],
      'a/web a/db 80',
      [
        'false 80',
        'egress a/web',
        'ingress a/db',
        '  ClusterNetworkPolicy/first Admin',
        '    spec.ingress[0] Deny true true',
        '  a/p NetworkPolicy',
        '    spec.ingress[0] Allow true true',
      ],
    ],
    [
      'what no policy holds',
      [pod('a/host', { spec: { hostNetwork: true } })],
      '192.0.2.1 a/host 80',
      [
        'true 80',
        'egress - (no policy holds addresses and machines)',
        'ingress - (no policy holds addresses and machines)',
      ],
    ],
    ['a pod with itself', [], 'a/web a/web 80', ['true 80', 'egress a/web (same pod)', 'ingress a/web (same pod)']],
    ['no answer', [], 'a/web a/gone 80', ['false 80']],
  ])('%s', (_, objects, question, expected) => {
    expect(explain(objects, question)).toEqual(expected);
  });
});
