import { goJSON } from '@bulkhead/apimachinery/wire';
import { describe, expect, it } from 'vitest';
import { testServer } from '../api-server.test-support.js';
import type { KubeObject } from '../registry/kube-object.js';
import { ageOf, humanDuration } from './age.js';
import { columnsOf } from './columns.js';
import { printTable, printTableBytes, type TableOptions } from './print-table.js';

const NOW = Date.parse('2026-01-02T00:00:00Z');

interface Table {
  readonly kind: string;
  readonly apiVersion: string;
  readonly columnDefinitions: readonly { readonly name: string }[] | null;
  readonly rows:
    | readonly { readonly cells: readonly unknown[]; readonly conditions?: unknown; readonly object: unknown }[]
    | null;
}

// oxlint-disable-next-line no-unsafe-type-assertion -- the form of a Table
const tableOf = (resource: string, objects: readonly object[], options: Partial<TableOptions> = {}): Table => {
  const [group = '', name = ''] = resource.split('/');
  return printTable(objects as readonly KubeObject[], {
    group,
    resource: name,
    minor: 35,
    now: NOW,
    includeObject: 'None',
    metadata: {},
    withColumns: true,
    ...options,
  }) as Table;
};

const metadata = { name: 'x', namespace: 'ns', creationTimestamp: '2026-01-01T23:55:00Z' };

/** The cells of one object by the names of their columns. */
function cells(resource: string, object: object, minor = 35): Record<string, unknown> {
  const { columnDefinitions, rows } = tableOf(resource, [{ metadata, ...object }], { minor });
  const [row] = rows ?? [];
  return Object.fromEntries((columnDefinitions ?? []).map(({ name }, index) => [name, row?.cells[index]]));
}

describe('humanDuration', () => {
  it.each([
    [-2, '<invalid>'],
    [-1, '0s'],
    [0, '0s'],
    [119, '119s'],
    [120, '2m'],
    [599, '9m59s'],
    [600, '10m'],
    [3 * 3600 - 1, '179m'],
    [3 * 3600, '3h'],
    [3 * 3600 + 60, '3h1m'],
    [47 * 3600, '47h'],
    [49 * 3600, '2d1h'],
    [8 * 86400, '8d'],
    [731 * 86400, '2y1d'],
    [9 * 365 * 86400, '9y'],
  ])('%d s is %s', (seconds, text) => {
    expect(humanDuration(seconds * 1000)).toBe(text);
  });

  it('knows no age without a time', () => {
    expect(ageOf(undefined, NOW)).toBe('<unknown>');
  });
});

describe('printTable', () => {
  it('prints resources without columns of their own as every other', () => {
    expect(cells('rbac.authorization.k8s.io/roles', {})).toEqual({
      Name: 'x',
      'Created At': '2026-01-01T23:55:00Z',
    });
    expect(tableOf('rbac.authorization.k8s.io/roles', []).rows).toBeNull();
    expect(tableOf('/pods', []).rows).toEqual([]);
  });

  it('says what a row is about', () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec: {}, status: { phase: 'Failed' } };
    const { rows, apiVersion } = tableOf('/pods', [pod], { includeObject: 'Metadata', version: 'v1beta1' });
    expect(apiVersion).toBe('meta.k8s.io/v1beta1');
    expect(rows?.[0]).toMatchObject({
      conditions: [{ type: 'Completed', status: 'True', reason: 'Failed', message: 'The pod failed.' }],
      object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1beta1', metadata },
    });
    expect(tableOf('/pods', [pod], { includeObject: 'Object' }).rows?.[0]?.object).toBe(pod);
    expect(tableOf('/pods', [pod], { withColumns: false }).columnDefinitions).toBeNull();
  });

  it.each(['/pods', 'rbac.authorization.k8s.io/roles', 'networking.k8s.io/ipaddresses'])(
    'is the same from metadata that is written already: %s',
    (resource) => {
      const [group = '', name = ''] = resource.split('/');
      const options = { group, resource: name, minor: 35, now: NOW, metadata: {}, withColumns: true } as const;
      const objects = ['a', 'b'].map((each) => ({
        apiVersion: 'v1',
        kind: 'Any',
        metadata: { ...metadata, name: each },
        spec: {},
        status: { phase: 'Failed' },
      }));
      for (const some of [objects, []]) {
        const items = some.map((object) => ({ object, metadata: Buffer.from(goJSON(object.metadata)) }));
        const whole = printTable(some, { ...options, includeObject: 'Metadata' });
        expect(printTableBytes(items, options).toString()).toBe(goJSON(whole));
      }
    },
  );

  it('has the columns of the minor', () => {
    const names = (minor: number): string[] => (columnsOf('', 'serviceaccounts', minor) ?? []).map(({ name }) => name);
    expect([names(34), names(35)]).toEqual([
      ['Name', 'Secrets', 'Age'],
      ['Name', 'Age'],
    ]);
    expect(cells('/serviceaccounts', { secrets: [{}, {}] }, 34)['Secrets']).toBe(2);
  });

  it('describes every column in words of its own', () => {
    expect(columnsOf('', 'pods', 35)?.[0]).toEqual({
      name: 'Name',
      type: 'string',
      format: 'name',
      description: 'Name of the object',
      priority: 0,
    });
  });

  it('gives addresses the age that no column is for', () => {
    const spec = { parentRef: { resource: 'services', namespace: 'default', name: 'web' } };
    const { rows } = tableOf('networking.k8s.io/ipaddresses', [{ metadata, spec }]);
    expect(rows?.[0]?.cells).toEqual(['x', 'services/default/web', '5m']);
  });
});

describe('cells', () => {
  it.each<[string, object, Record<string, unknown>]>([
    [
      '/services',
      {
        spec: {
          type: 'LoadBalancer',
          clusterIPs: ['10.0.0.7'],
          ports: [{ port: 80, nodePort: 30080, protocol: 'TCP' }],
        },
        status: { loadBalancer: { ingress: [{ ip: '192.0.2.2' }, { hostname: 'lb.example.com' }] } },
      },
      { 'External-IP': '192.0.2.2,lb.example.com', 'Port(s)': '80:30080/TCP', Selector: '<none>' },
    ],
    ['/services', { spec: { type: 'LoadBalancer' } }, { 'Cluster-IP': '<none>', 'External-IP': '<pending>' }],
    [
      '/nodes',
      {
        metadata: { ...metadata, labels: { 'node-role.kubernetes.io/b': '', 'kubernetes.io/role': 'a' } },
        spec: { unschedulable: true },
        status: { conditions: [{ type: 'Ready', status: 'Unknown' }] },
      },
      { Status: 'NotReady,SchedulingDisabled', Roles: 'a,b', 'OS-Image': '<unknown>' },
    ],
    [
      'batch/jobs',
      { spec: { parallelism: 3 }, status: { startTime: '2026-01-01T23:59:00Z', conditions: [] } },
      { Status: 'Running', Completions: '0/1 of 3', Duration: '60s' },
    ],
    [
      '/endpoints',
      {
        subsets: [
          {
            addresses: ['192.0.2.1', '192.0.2.2', '2001:db8::1'].map((ip) => ({ ip })),
            ports: [{ port: 1 }, { port: 2 }],
          },
        ],
      },
      { Endpoints: '192.0.2.1:1,192.0.2.2:1,[2001:db8::1]:1 + 3 more...' },
    ],
    [
      'autoscaling/horizontalpodautoscalers',
      {
        apiVersion: 'autoscaling/v2',
        spec: {
          metrics: [
            { type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: 80 } } },
            { type: 'External', external: { target: { averageValue: '30' } } },
            { type: 'Pods', pods: { target: { averageValue: '5' } } },
          ],
        },
        status: { currentMetrics: [{ type: 'Resource', resource: { current: { averageUtilization: 12 } } }] },
      },
      { Targets: 'cpu: 12%/80%, <unknown>/30 (avg) + 1 more...', MinPods: '<unset>' },
    ],
    ['autoscaling/scales', { spec: { replicas: 3 }, status: { replicas: 2 } }, { Desired: 3, Available: 2 }],
    [
      'certificates.k8s.io/certificatesigningrequests',
      {
        spec: { username: 'u', expirationSeconds: 3600 },
        status: { conditions: [{ type: 'Approved' }], certificate: 'AA==' },
      },
      { RequestedDuration: '60m', Condition: 'Approved,Issued', SignerName: '<none>' },
    ],
    [
      'admissionregistration.k8s.io/validatingadmissionpolicybindings',
      { spec: { policyName: 'p', paramRef: { selector: { matchLabels: { b: 'c' } } } } },
      { PolicyName: 'p', ParamRef: 'b=c' },
    ],
    [
      'events.k8s.io/events',
      {
        regarding: { kind: 'Pod', name: 'web' },
        note: ' hello\n',
        series: { count: 4, lastObservedTime: '2026-01-01T23:59:30.000000Z' },
      },
      { 'Last Seen': '30s', Object: 'pod/web', Message: 'hello', Count: 4, 'First Seen': '<unknown>' },
    ],
    [
      '/persistentvolumeclaims',
      { spec: { volumeName: 'v' }, status: { phase: 'Bound', accessModes: ['ReadWriteMany', 'ReadWriteOnce'] } },
      { 'Access Modes': 'RWO,RWX', VolumeAttributesClass: '<unset>' },
    ],
    [
      'storage.k8s.io/storageclasses',
      { metadata: { ...metadata, annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } } },
      { Name: 'x (default)', ReclaimPolicy: 'Delete' },
    ],
    [
      '/resourcequotas',
      { spec: { hard: { pods: '5', 'limits.cpu': '2' } }, status: { used: { pods: '1' } } },
      { Request: 'pods: 1/5', Limit: 'limits.cpu: 0/2' },
    ],
  ])('%s %#', (resource, object, expected) => {
    expect(cells(resource, object)).toMatchObject(expected);
  });
});

describe('pods', () => {
  const running = { state: { running: {} }, ready: true };
  it.each<[string, object, string, string, string]>([
    ['pending', { phase: 'Pending' }, '0/1', 'Pending', '0'],
    [
      'gated',
      { phase: 'Pending', conditions: [{ type: 'PodScheduled', reason: 'SchedulingGated' }] },
      '0/1',
      'SchedulingGated',
      '0',
    ],
    ['running', { phase: 'Running', containerStatuses: [{ name: 'c', ...running }] }, '1/1', 'Running', '0'],
    [
      'restarted',
      {
        phase: 'Running',
        containerStatuses: [
          {
            name: 'c',
            restartCount: 4,
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: { finishedAt: '2026-01-01T23:50:00Z' } },
          },
        ],
      },
      '0/1',
      'CrashLoopBackOff',
      '4 (10m ago)',
    ],
    [
      'killed',
      { phase: 'Failed', containerStatuses: [{ state: { terminated: { signal: 9, exitCode: 137 } } }] },
      '0/1',
      'Signal:9',
      '0',
    ],
    [
      'one of two done',
      {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: 'True' }],
        containerStatuses: [{ state: { terminated: { reason: 'Completed', exitCode: 0 } } }, running],
      },
      '1/1',
      'Running',
      '0',
    ],
  ])('%s', (_name, status, ready, word, restarts) => {
    const pod = { spec: { containers: [{ name: 'c' }] }, status };
    expect(cells('/pods', pod)).toMatchObject({ Ready: ready, Status: word, Restarts: restarts });
  });

  it('tells how far the init containers are', () => {
    const spec = {
      initContainers: [{ name: 'side', restartPolicy: 'Always' }, { name: 'init' }],
      containers: [{ name: 'c' }],
    };
    const side = { name: 'side', started: true, ready: true, restartCount: 1 };
    const states: readonly (readonly [object, string])[] = [
      [{ waiting: { reason: 'PodInitializing' } }, 'Init:1/2'],
      [{ terminated: { exitCode: 3 } }, 'Init:ExitCode:3'],
      [{ waiting: { reason: 'ImagePullBackOff' } }, 'Init:ImagePullBackOff'],
    ];
    for (const [state, word] of states) {
      const status = { phase: 'Pending', initContainerStatuses: [side, { name: 'init', state }] };
      expect(cells('/pods', { spec, status })).toMatchObject({ Ready: '1/2', Status: word, Restarts: '1' });
    }
  });

  it('are terminating once deleted, unless they are over', () => {
    const deleted = { metadata: { ...metadata, deletionTimestamp: '2026-01-01T23:59:00Z' } };
    expect(cells('/pods', { ...deleted, status: { phase: 'Running' } })['Status']).toBe('Terminating');
    expect(cells('/pods', { ...deleted, status: { phase: 'Succeeded' } })['Status']).toBe('Succeeded');
    expect(cells('/pods', { ...deleted, status: { reason: 'NodeLost' } })['Status']).toBe('Unknown');
  });
});

describe('what is no object of the resource', () => {
  it('is a Status in whatever form, and a Scale with columns of its own', async () => {
    const server = await testServer();
    const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
    const configMaps = '/api/v1/namespaces/default/configmaps';
    const apps = '/apis/apps/v1/namespaces/default/deployments';
    await server.ask('POST', configMaps, { body: { metadata: { name: 'c' } } });
    const deleted = await server.ask('DELETE', `${configMaps}/c`, { headers });
    expect([deleted.status, deleted.body.kind]).toEqual([200, 'Status']);
    const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };
    const spec = { replicas: 3, selector: { matchLabels: { a: 'b' } }, template };
    await server.ask('POST', apps, { body: { metadata: { name: 'd' }, spec } });
    const { body } = await server.ask('GET', `${apps}/d/scale`, { headers });
    expect(body.rows[0].cells.slice(0, 3)).toEqual(['d', 3, 0]);
  });
});
