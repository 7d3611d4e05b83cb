import { describe, expect, it } from 'vitest';
import { requestContext } from '../http/request-context.test-support.js';
import type { KubeObject } from '../registry/kube-object.js';
import { bootstrapFlowControlObjects } from './bootstrap-objects.js';
import { FlowController } from './flow-controller.js';
import { readFlowSchema, readPriorityLevel } from './read-flow-objects.js';

const object = (name: string, spec?: unknown): KubeObject => ({
  apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
  kind: 'X',
  metadata: { name },
  ...(spec === undefined ? {} : { spec }),
});

const EVERYBODY = [{ kind: 'Group', group: { name: '*' } }];
const TO = { priorityLevelConfiguration: { name: 'exempt' }, matchingPrecedence: 1 };

describe('stored flow control objects', () => {
  it.each([
    undefined,
    null,
    {},
    { rules: null },
    { ...TO, rules: [null, {}, { subjects: null }, { subjects: [null, {}] }] },
    { ...TO, rules: [{ subjects: EVERYBODY }] },
    {
      ...TO,
      rules: [{ subjects: EVERYBODY, resourceRules: [{ verbs: ['*'] }], nonResourceRules: [{ verbs: ['*'] }] }],
    },
    { matchingPrecedence: 'x', rules: [{ subjects: EVERYBODY, nonResourceRules: [{ nonResourceURLs: ['*'] }] }] },
  ])('a schema of %j matches nothing and stops nothing', (spec) => {
    const controller = new FlowController({ minor: 35 });
    const { priorityLevels } = bootstrapFlowControlObjects(35);
    controller.configure({ flowSchemas: [readFlowSchema(object('a', spec))], priorityLevels });
    for (const target of ['/api/v1/pods', '/healthz']) {
      const { user, info } = requestContext('GET', target);
      expect(controller.classify(user, info).schema.metadata.name).toBe('catch-all');
    }
  });

  it.each([
    undefined,
    null,
    {},
    { type: 'Limited' },
    { type: 'Limited', limited: {} },
    { type: 'Limited', limited: { nominalConcurrencyShares: -1000, limitResponse: null } },
    { type: 'Exempt', exempt: null },
  ])('a level of %j takes no seats from the others', (spec) => {
    const controller = new FlowController({ minor: 35 });
    const { flowSchemas, priorityLevels } = bootstrapFlowControlObjects(35);
    const levels = priorityLevels.map((level) => readPriorityLevel({ ...level }));
    controller.configure({ flowSchemas, priorityLevels: [...levels, readPriorityLevel(object('a', spec))] });
    const seats = [...controller.levels().values()].map((level) => level.seats);
    expect(seats.every((count) => count >= 0)).toBe(true);
    expect(controller.levels().get('workload-low')?.seats).toBeGreaterThan(100);
  });

  it('hands that cost time are small', () => {
    const queuing = { queues: 1e9, handSize: 1e9, queueLengthLimit: 1e12 };
    const level = readPriorityLevel(
      object('a', { type: 'Limited', limited: { limitResponse: { type: 'Queue', queuing } } }),
    );
    expect(level.spec.limited?.limitResponse.queuing).toEqual({
      queues: 10_000_000,
      handSize: 64,
      queueLengthLimit: 10_000,
    });
  });

  it('keeps those that every server has', () => {
    const { flowSchemas, priorityLevels } = bootstrapFlowControlObjects(35);
    const schemas = flowSchemas.map((schema) => readFlowSchema({ ...schema }));
    const mine = new FlowController({ minor: 35 });
    mine.configure({
      flowSchemas: schemas,
      priorityLevels: priorityLevels.map((level) => readPriorityLevel({ ...level })),
    });
    const theirs = new FlowController({ minor: 35 });
    for (const target of ['/api/v1/pods', '/healthz', '/api/v1/nodes/a']) {
      const { user, info } = requestContext('GET', target);
      expect(mine.classify(user, info)).toMatchObject({
        levelName: theirs.classify(user, info).levelName,
        flow: theirs.classify(user, info).flow,
      });
    }
    expect([...mine.levels()].map(([name, { seats }]) => [name, seats])).toEqual(
      [...theirs.levels()].map(([name, { seats }]) => [name, seats]),
    );
  });
});
