import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { send, startServer, type TestServer, transportTo } from '../transport/http-server.test-support.js';
import type { ReadingLimits } from './list-budget.js';
import { type ReadingOptions, readCluster } from './read-cluster.js';
import { redacted } from './secrets.js';
import { serverVersion } from './server-version.js';
import { WANTED_KINDS } from './wanted-kind.js';

let server: TestServer | undefined;
afterEach(() => server?.close());

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const pod = (name: string, more: object = {}) => ({ metadata: { name, namespace: 'a', ...more }, spec: {} });
const list = (kind: string, items: unknown, next = '') => ({
  kind: `${kind}List`,
  apiVersion: 'v1',
  metadata: { continue: next },
  items,
});
const kinds = (...names: string[]) => WANTED_KINDS.filter(({ kind }) => names.includes(kind));

async function read(answer: Answer, more: Partial<ReadingOptions> = {}, limits: Partial<ReadingLimits> = {}) {
  server = await startServer(answer);
  const transport = transportTo(server.url);
  const options = { kinds: kinds('Pod'), secrets: 'types', now: () => Date.now(), limits, ...more } as const;
  const { objects, gaps, notes } = await readCluster(transport, options);
  transport.close();
  return {
    names: objects.map(({ kind, name }) => `${kind}/${name}`),
    gaps: gaps.map(({ resource, message }) => `${resource}: ${message}`),
    notes,
    objects,
  };
}

describe('reading a kind', () => {
  it('goes page after page, and leaves out who wrote which field', async () => {
    const { names, gaps, objects } = await read((request, response) => {
      const next = new URL(request.url ?? '', 'http://x').searchParams.get('continue');
      if (next === null)
        send(response, 200, list('Pod', [pod('b', { managedFields: [{}], labels: { a: 'b' } })], 'p&2'));
      else send(response, 200, list('Pod', next === 'p&2' ? [pod('a')] : []));
    });
    expect(names).toEqual(['Pod/a', 'Pod/b']);
    expect(gaps).toEqual([]);
    expect(server?.asked).toEqual(['/api/v1/pods?limit=500', '/api/v1/pods?limit=500&continue=p%262']);
    expect(objects[1]?.value).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'b', namespace: 'a', labels: { a: 'b' } },
      spec: {},
    });
  });

  it('begins again when the pages have expired', async () => {
    let expired = 0;
    const { names, gaps } = await read((request, response) => {
      if (!(request.url ?? '').includes('continue')) send(response, 200, list('Pod', [pod('a')], 'x'));
      else if (expired++ === 0) send(response, 410, { kind: 'Status', reason: 'Expired', message: 'too old' });
      else send(response, 200, list('Pod', [pod('b')]));
    });
    expect(names).toEqual(['Pod/a', 'Pod/b']);
    expect(gaps).toEqual([]);
  });

  it('asks for smaller pages where a page is too large', async () => {
    const { names, gaps } = await read(
      (request, response) => {
        const limit = Number(new URL(request.url ?? '', 'http://x').searchParams.get('limit'));
        send(response, 200, list('Pod', [{ ...pod('a'), spec: { x: 'y'.repeat(limit * 100) } }]));
      },
      {},
      { answerBytes: 10_000 },
    );
    expect({ names, gaps }).toEqual({ names: ['Pod/a'], gaps: [] });
  });

  it('says which right is missing, and asks in one namespace where that is enough', async () => {
    const forbidden = { kind: 'Status', reason: 'Forbidden', message: 'pods is forbidden: User "ann" cannot list' };
    const answer: Answer = (request, response) => {
      if (request.url?.startsWith('/api/v1/namespaces/shop/pods')) send(response, 200, list('Pod', [pod('a')]));
      else send(response, 403, forbidden);
    };
    const missing = 'the right to list pods in all namespaces is missing (pods is forbidden: User "ann" cannot list)';
    expect((await read(answer)).gaps).toEqual([`pods: not read: ${missing}`]);
    server?.close();
    const { names, gaps, notes } = await read(answer, { namespace: 'shop' });
    expect({ names, gaps, notes }).toEqual({
      names: ['Pod/a'],
      gaps: [],
      notes: ['pods: only namespace shop could be read'],
    });
  });
});

/** The item that ends a list is there; everything else is hostile. */
const HOSTILE: readonly (readonly [string, Answer, string, readonly string[]])[] = [
  [
    'sends the same page for ever',
    (_request, response) => send(response, 200, list('Pod', [pod('a')], 'again')),
    'the server sends the same page again',
    ['Pod/a'],
  ],
  [
    'sends empty pages for ever',
    (() => {
      let page = 0;
      return (_request, response) => send(response, 200, list('Pod', [], `p${page++}`));
    })(),
    'the server sends empty pages without end',
    [],
  ],
  [
    'sends objects for ever',
    (() => {
      let page = 0;
      return (_request, response) => send(response, 200, list('Pod', [pod(`p${page}`)], `p${page++}`));
    })(),
    'the cluster has more than 5 objects',
    ['Pod/p0', 'Pod/p1', 'Pod/p2', 'Pod/p3', 'Pod/p4', 'Pod/p5'],
  ],
  [
    'answers with another kind of list',
    (_request, response) => send(response, 200, list('Secret', [])),
    'the server answered with a SecretList, not a list',
    [],
  ],
  [
    'puts another kind into the list',
    (_request, response) =>
      send(response, 200, list('Pod', [{ kind: 'Role', apiVersion: 'v1', metadata: {} }, pod('a')])),
    '1 left out: an item is a Role of v1',
    ['Pod/a'],
  ],
  [
    'puts in what is no object, has no name or no namespace, or comes twice',
    (_request, response) =>
      send(
        response,
        200,
        list('Pod', [1, { metadata: { namespace: 'a' } }, pod('a'), pod('a'), pod('b', { namespace: '' })]),
      ),
    '4 left out: an item is no object',
    ['Pod/a'],
  ],
  ['answers with no JSON', (_request, response) => send(response, 200, '<html>'), 'something else than JSON', []],
  ['answers with a text for items', (_request, response) => send(response, 200, list('Pod', 'x')), 'not a list', []],
  ['breaks with a page of HTML', (_request, response) => send(response, 500, '<html>'), 'HTTP status 500', []],
  [
    'sends an object larger than any',
    (_request, response) =>
      send(response, 200, list('Pod', [pod('big', { annotations: { a: 'x'.repeat(9000) } }), pod('a')])),
    '1 left out: an item is larger than any that a cluster can keep',
    ['Pod/a'],
  ],
];

describe('a hostile server', () => {
  it.each(HOSTILE)('%s: the result is bounded, and marked', async (_what, answer, message, expected) => {
    const { names, gaps } = await read(answer, {}, { objects: 5, objectBytes: 5000 });
    expect(names).toEqual(expected);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toContain(message);
  });

  it('names a next page that no address can hold', async () => {
    const page = JSON.stringify(list('Pod', [pod('a')], 'NEXT')).replace('NEXT', '\\ud800');
    const { names, gaps } = await read((_request, response) => send(response, 200, page));
    expect(names).toEqual(['Pod/a']);
    expect(gaps[0]).toContain('the server names a next page that cannot be asked for');
  });

  it('takes no longer than it may', async () => {
    let now = 0;
    const { gaps } = await read(
      (_request, response) => {
        now += 30 * 60_000;
        send(response, 200, list('Pod', [pod(`p${now}`)], String(now)));
      },
      { now: () => now },
    );
    expect(gaps).toEqual(['pods: read only in part: not read further: it took longer than 20 minutes']);
  });
});

describe('younger kinds', () => {
  const policies = kinds('ValidatingAdmissionPolicy', 'MutatingAdmissionPolicy');
  const policy = { metadata: { name: 'p' } };

  it('are found by the discovery of all groups, in their best version', async () => {
    const discovery = {
      kind: 'APIGroupDiscoveryList',
      items: [
        {
          metadata: { name: 'admissionregistration.k8s.io' },
          versions: [
            {
              version: 'v1beta1',
              resources: [{ resource: 'validatingadmissionpolicies' }, { resource: 'mutatingadmissionpolicies' }],
            },
            { version: 'v1', resources: [{ resource: 'validatingadmissionpolicies' }] },
          ],
        },
      ],
    };
    const { names } = await read(
      (request, response) => {
        if (request.url === '/apis') send(response, 200, discovery);
        else
          send(
            response,
            200,
            list(request.url?.includes('mutating') ? 'MutatingAdmissionPolicy' : 'ValidatingAdmissionPolicy', [policy]),
          );
      },
      { kinds: policies },
    );
    expect(names).toEqual(['ValidatingAdmissionPolicy/p', 'MutatingAdmissionPolicy/p']);
    expect(server?.asked.toSorted()).toEqual([
      '/apis',
      '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies?limit=500',
      '/apis/admissionregistration.k8s.io/v1beta1/mutatingadmissionpolicies?limit=500',
    ]);
  });

  it('are found group after group, and are told when discovery changed its mind', async () => {
    const { names, gaps } = await read(
      (request, response) => {
        const groupVersion = 'admissionregistration.k8s.io/v1';
        if (request.url === '/apis') {
          send(response, 200, {
            kind: 'APIGroupList',
            groups: [{ versions: [{ groupVersion }, { groupVersion: 'x/v1' }] }],
          });
        } else if (request.url === `/apis/${groupVersion}`) {
          send(response, 200, { kind: 'APIResourceList', resources: [{ name: 'validatingadmissionpolicies' }] });
        } else send(response, 404, 'not found');
      },
      { kinds: policies },
    );
    expect(names).toEqual([]);
    expect(gaps).toEqual([
      'validatingadmissionpolicies.admissionregistration.k8s.io: not read: the server does not serve admissionregistration.k8s.io/v1',
    ]);
  });

  it('are a gap where discovery is refused', async () => {
    const { gaps } = await read((_request, response) => send(response, 403, { kind: 'Status', message: 'no' }), {
      kinds: policies,
    });
    expect(gaps[0]).toContain('validatingadmissionpolicies.admissionregistration.k8s.io, mutatingadmission');
    expect(gaps[0]).toContain('the kinds of the server could not be listed: no');
  });

  it.each(['APIGroupDiscoveryList', 'APIGroupList'])('are a gap where an %s is empty', async (kind) => {
    const { gaps } = await read((_request, response) => send(response, 200, { kind }), { kinds: policies });
    expect(gaps[0]).toContain('the server answered discovery with no API groups');
  });
});

describe('Secrets', () => {
  const applied = { 'kubectl.kubernetes.io/last-applied-configuration': 'hunter2', other: 'kept' };

  it('are read as a table, which has their types and no values', async () => {
    const { objects } = await read(
      (request, response) => {
        expect(request.headers.accept).toContain('as=Table');
        send(response, 200, {
          kind: 'Table',
          metadata: {},
          columnDefinitions: [{ name: 'Name' }, { name: 'Type' }],
          rows: [{ cells: ['s', 'Opaque'], object: { metadata: { name: 's', namespace: 'a', annotations: applied } } }],
        });
      },
      { kinds: kinds('Secret') },
    );
    expect(objects.map(({ value }) => value)).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: {
          name: 's',
          namespace: 'a',
          annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'REDACTED', other: 'kept' },
        },
        type: 'Opaque',
      },
    ]);
    expect(server?.asked).toEqual(['/api/v1/secrets?includeObject=Metadata&limit=500']);
  });

  it('keep types, keys and the hosts of registries when their values are dropped', () => {
    const encoded = (value: unknown): string =>
      Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64');
    const docker = { auths: { 'registry.example': { auth: 'hunter2' } }, credHelpers: { x: 'hunter2' } };
    const secret = {
      type: 'kubernetes.io/dockerconfigjson',
      metadata: { name: 's', annotations: applied },
      data: {
        '.dockerconfigjson': encoded(docker),
        '.dockercfg': 'bad',
        password: encoded('hunter2'),
        __proto__x: 'eA==',
      },
    };
    const result = redacted(secret);
    expect(JSON.stringify(result)).not.toContain('hunter2');
    expect(result).toEqual({
      type: 'kubernetes.io/dockerconfigjson',
      metadata: {
        name: 's',
        annotations: { ...applied, 'kubectl.kubernetes.io/last-applied-configuration': 'REDACTED' },
      },
      data: {
        '.dockerconfigjson': encoded({ auths: { 'registry.example': {} } }),
        '.dockercfg': encoded('{}'),
        password: encoded('REDACTED'),
        __proto__x: encoded('REDACTED'),
      },
    });
  });

  it('leave no copy of a value in what tools note down', () => {
    const annotations = {
      'kapp.k14s.io/original': '{"kind":"Secret"}',
      'objectset.rio.cattle.io/applied': 'H4sIAAAA',
      'tool.example/copy': '{"kind":"Secret","stringData": {"a":"b"}}',
      'tool.example/plain': 'was hunter2',
      'tool.example/encoded': 'was aHVudGVyMg==',
      'kubernetes.io/service-account.name': 'robot',
    };
    const { metadata } = redacted({ metadata: { name: 's', annotations }, data: { p: 'aHVudGVyMg==', q: 'YQ==' } });
    expect(metadata).toEqual({
      name: 's',
      annotations: {
        ...Object.fromEntries(Object.keys(annotations).map((key) => [key, 'REDACTED'])),
        'kubernetes.io/service-account.name': 'robot',
      },
    });
  });
});

describe('the version of a server', () => {
  it.each([
    [200, { gitVersion: 'v1.35.2-gke.100' }, { kind: 'known', gitVersion: 'v1.35.2-gke.100', major: 1, minor: 35 }],
    [200, { gitVersion: 'x' }, { kind: 'unknown', message: 'the server calls its version "x"' }],
    [403, { kind: 'Status', message: 'no' }, { kind: 'unknown', message: 'no' }],
    [401, { kind: 'Status', message: 'Unauthorized' }, { kind: 'unauthorized', message: 'Unauthorized' }],
  ])('%d %j', async (status, body, expected) => {
    server = await startServer((_request, response) => send(response, status, body));
    expect(await serverVersion(transportTo(server.url))).toEqual(expected);
  });
});
