import { describe, expect, it } from 'vitest';
import { fieldsOfPaths } from '../fields-v1/fields.js';
import type { JsonObject } from '../json-value.js';
import {
  configMap,
  configMaps,
  deployments,
  managed,
  managerOf,
  owners,
  services,
  stored,
  T1,
  T2,
  T3,
} from './field-manager.test-support.js';

describe('update', () => {
  it('tracks what is created', () => {
    const created = configMaps.update(undefined, configMap({ x: '1' }, { labels: { l: '1' } }), 'm', T1);
    expect(managed(created)).toEqual([
      {
        manager: 'm',
        operation: 'Update',
        apiVersion: 'v1',
        time: T1,
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { '.': {}, 'f:x': {} }, 'f:metadata': { 'f:labels': { '.': {}, 'f:l': {} } } },
      },
    ]);
    expect(Object.keys(managed(created)[0] ?? {})).toEqual([
      ...['manager', 'operation', 'apiVersion', 'time', 'fieldsType', 'fieldsV1'],
    ]);
  });

  it('names a manager without a name', () => {
    expect(managed(configMaps.update(undefined, configMap({ x: '1' }), '', T1))[0]?.['manager']).toBe('unknown');
  });

  it('gives changes to who makes them', () => {
    const live = stored(configMaps.update(undefined, configMap({ x: '1', y: '1' }), 'a', T1));
    const changed = { ...live, data: { x: '2', y: '1', z: '1' } };
    expect(owners(configMaps.update(live, changed, 'b', T2))).toEqual([
      ['a', 'Update', '{"f:data":{".":{},"f:y":{}}}', T1],
      ['b', 'Update', '{"f:data":{"f:x":{},"f:z":{}}}', T2],
    ]);
  });

  it('takes what is removed from everybody, and changes no time for it', () => {
    const live = stored(configMaps.update(undefined, configMap({ x: '1', y: '1' }), 'a', T1));
    expect(owners(configMaps.update(live, { ...live, data: { x: '1' } }, 'b', T2))).toEqual([
      ['a', 'Update', '{"f:data":{".":{},"f:x":{}}}', T1],
    ]);
    const { data: _, ...rest } = live;
    expect(managed(configMaps.update(live, rest, 'b', T2))).toEqual([]);
  });

  it('adds to the entry of the same manager', () => {
    const live = stored(configMaps.update(undefined, configMap({ x: '1' }), 'a', T1));
    expect(owners(configMaps.update(live, { ...live, data: { x: '2', y: '1' } }, 'a', T2))).toEqual([
      ['a', 'Update', '{"f:data":{".":{},"f:x":{},"f:y":{}}}', T2],
    ]);
  });

  it('keeps the very list when nothing changes', () => {
    const live = stored(configMaps.update(undefined, configMap({ x: '1' }), 'a', T1));
    expect(configMaps.update(live, live, 'b', T2)).toBe(live);
    const again: JsonObject = JSON.parse(JSON.stringify({ ...live, metadata: { name: 'a', uid: 'u' } }));
    expect(managed(configMaps.update(live, again, 'b', T2))).toBe(managed(live));
  });

  it('sees objects as Go does', () => {
    const live = stored(
      deployments.update(undefined, { apiVersion: 'apps/v1', kind: 'Deployment', spec: {} }, 'a', T1),
    );
    expect(managed(live)).toEqual([]);
    const spec = { paused: false, replicas: 0, template: { spec: { hostNetwork: false, containers: [] } } };
    const tracked = deployments.update(undefined, { ...live, spec }, 'a', T1);
    expect(managed(tracked)[0]?.['fieldsV1']).toMatchObject({ 'f:spec': { 'f:replicas': {} } });
    expect(JSON.stringify(managed(tracked))).not.toMatch(/paused|hostNetwork/);
  });

  it('tells items apart by their keys', () => {
    const spec = (...ports: object[]): JsonObject => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's', uid: 'u' },
      spec: { ports },
    });
    const created = services.update(undefined, spec({ port: 80, targetPort: 80 }), 'a', T1);
    expect(managed(created)[0]?.['fieldsV1']).toEqual({
      'f:spec': {
        'f:ports': {
          '.': {},
          'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:port': {}, 'f:targetPort': {} },
        },
      },
    });
    const changed = { ...spec({ port: 80, targetPort: 81 }, { port: 80, protocol: 'UDP', targetPort: 80 }) };
    const live = stored(created);
    expect(owners(services.update(live, { ...live, spec: changed['spec'] }, 'b', T2))[1]).toEqual([
      'b',
      'Update',
      '{"f:spec":{"f:ports":{"k:{\\"port\\":80,\\"protocol\\":\\"TCP\\"}":{"f:targetPort":{}},' +
        '"k:{\\"port\\":80,\\"protocol\\":\\"UDP\\"}":{".":{},"f:port":{},"f:protocol":{},"f:targetPort":{}}}}}',
      T2,
    ]);
  });

  it('takes items that stand twice as a whole', () => {
    const twice = (value: string): JsonObject => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd' },
      spec: {
        template: {
          spec: {
            containers: [
              {
                name: 'c',
                env: [
                  { name: 'A', value: '1' },
                  { name: 'A', value },
                ],
              },
            ],
          },
        },
      },
    });
    const live = stored(deployments.update(undefined, twice('2'), 'a', T1));
    expect(JSON.stringify(managed(live))).toContain('"f:env":{".":{},"k:{\\"name\\":\\"A\\"}":{}}');
    const updated = deployments.update(live, { ...live, spec: twice('3')['spec'] }, 'b', T2);
    expect(owners(updated)[1]).toEqual([
      'b',
      'Update',
      '{"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\\"name\\":\\"c\\"}":' +
        '{"f:env":{"k:{\\"name\\":\\"A\\"}":{}}}}}}}}',
      T2,
    ]);
  });

  it('does not begin to track what was not tracked', () => {
    const live = stored(configMap({ x: '1' }));
    expect(managed(configMaps.update(live, { ...live, data: { x: '2' } }, 'a', T1))).toEqual([]);
  });

  it('lets clients reset tracking and set entries that can be read', () => {
    const live = stored(configMaps.update(undefined, configMap({ x: '1' }), 'a', T1));
    const sent = (managedFields: unknown): JsonObject => ({
      ...live,
      metadata: { name: 'a', uid: 'u', managedFields },
    });
    const entry = {
      manager: 'b',
      operation: 'Update',
      apiVersion: 'v1',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:data': { 'f:x': {} } },
    };
    expect(managed(configMaps.update(live, sent([]), 'a', T2))).toEqual([]);
    expect(managed(configMaps.update(live, sent([{}]), 'a', T2))).toEqual([]);
    expect(managed(configMaps.update(live, sent([entry]), 'a', T2))).toEqual([entry]);
    for (const bad of [
      [{ ...entry, operation: 'x' }],
      [{ ...entry, apiVersion: '' }],
      [{ ...entry, fieldsType: 'x' }],
      [{ ...entry, fieldsV1: { a: {} } }],
      ['x'],
      'x',
      null,
    ]) {
      expect(managed(configMaps.update(live, sent(bad), 'a', T2))).toEqual(managed(live));
    }
  });

  it('does not let subresources set entries, and knows their managers apart', () => {
    const status = managerOf('apps/v1', 'Deployment', {
      subresource: 'status',
      resetFields: fieldsOfPaths(['f:spec']),
    });
    const live = stored(
      deployments.update(
        undefined,
        { apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 1 }, metadata: { name: 'd' } },
        'a',
        T1,
      ),
    );
    const sent = {
      ...live,
      metadata: { name: 'd', uid: 'u', managedFields: [] },
      status: { replicas: 1 },
      spec: { replicas: 2 },
    };
    const updated = status.update(live, sent, 'a', T2);
    expect(managed(updated).map(({ subresource, fieldsV1 }) => [subresource, fieldsV1])).toEqual([
      [undefined, { 'f:spec': { 'f:replicas': {} } }],
      ['status', { 'f:status': { 'f:replicas': {} } }],
    ]);
    // On the main endpoint nobody comes to own the status.
    expect(managed(deployments.update(updated, { ...updated, status: { replicas: 5 } }, 'c', T3))).toEqual(
      managed(updated),
    );
  });

  it('puts the oldest of more than ten managers together', () => {
    let live = stored(configMaps.update(undefined, configMap({ m0: '' }), 'm0', T1));
    for (let index = 1; index < 12; index++) {
      const data = { ...(live['data'] as object), [`m${index}`]: '' };
      const now = `2026-01-01T00:00:${String(index + 1).padStart(2, '0')}Z`;
      live = configMaps.update(live, { ...live, data }, `m${index}`, now);
    }
    expect(managed(live)).toHaveLength(10);
    expect(owners(live)[0]).toEqual([
      'ancient-changes',
      'Update',
      '{"f:data":{".":{},"f:m0":{},"f:m1":{},"f:m2":{}}}',
      '2026-01-01T00:00:03Z',
    ]);
  });

  it('forgets managers of versions that are gone, and asks those of others in theirs', () => {
    const horizontal = managerOf('autoscaling/v2', 'HorizontalPodAutoscaler', {
      convert: (object, apiVersion) => ({ ...object, apiVersion }),
    });
    const entry = (apiVersion: string): object => ({
      manager: apiVersion,
      operation: 'Update',
      apiVersion,
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:spec': { 'f:maxReplicas': {}, 'f:minReplicas': {} } },
    });
    const live: JsonObject = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'h', uid: 'u', managedFields: [entry('autoscaling/v1'), entry('autoscaling/v9')] },
      spec: { maxReplicas: 1, minReplicas: 1 },
    };
    const updated = horizontal.update(live, { ...live, spec: { maxReplicas: 2, minReplicas: 1 } }, 'm', T1);
    expect(owners(updated).map(([manager, , fields]) => [manager, fields])).toEqual([
      ['autoscaling/v1', '{"f:spec":{"f:minReplicas":{}}}'],
      ['m', '{"f:spec":{"f:maxReplicas":{}}}'],
    ]);
  });

  it('owns what has become a leaf as a whole', () => {
    const selector = { matchLabels: { a: 'b' } };
    const live: JsonObject = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: 'd',
        uid: 'u',
        managedFields: [
          {
            manager: 'a',
            operation: 'Update',
            apiVersion: 'apps/v1',
            fieldsType: 'FieldsV1',
            fieldsV1: { 'f:spec': { 'f:selector': { 'f:matchLabels': { 'f:a': {} } } } },
          },
        ],
      },
      spec: { selector },
    };
    const updated = deployments.update(live, { ...live, spec: { selector, replicas: 1 } }, 'b', T1);
    expect(owners(updated)[0]?.slice(0, 3)).toEqual(['a', 'Update', '{"f:spec":{"f:selector":{}}}']);
  });
});
