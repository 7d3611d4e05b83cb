import { existsSync, readFileSync } from 'node:fs';
import { ALL_AUTHENTICATED, ALL_UNAUTHENTICATED, ANONYMOUS, type UserInfo } from '@bulkhead/engine/authorization';
import { describe, expect, it } from 'vitest';
import type { ApiResponse, Handler } from '../http/request.js';
import { OK, person, refusalOf, requestContext } from '../http/request-context.test-support.js';
import { StatusError } from '../http/status-error.js';
import { bootstrapFlowControlObjects } from './bootstrap-objects.js';
import { dumpPriorityLevels } from './dump.js';
import { FlowController } from './flow-controller.js';
import type { FlowSchema, PriorityLevel } from './flow-objects.js';
import { hand, SeatQueues } from './seat-queues.js';

const RECORDED = new URL('../../../../../shared/data/reference-1.35/flowcontrol/', import.meta.url);
const alice = person('alice', ALL_AUTHENTICATED);

describe('bootstrap objects', () => {
  it.runIf(existsSync(RECORDED))('are those of a real server', () => {
    const recorded = (name: string): { items: readonly { metadata: { name: string }; spec: unknown }[] } =>
      JSON.parse(readFileSync(new URL(`${name}.json`, RECORDED), 'utf8'));
    const specs = (items: readonly { metadata: { name: string }; spec: unknown }[]) =>
      new Map(items.map(({ metadata, spec }) => [metadata.name, spec]));
    const ours = bootstrapFlowControlObjects(35);
    expect(specs(ours.flowSchemas)).toEqual(specs(recorded('flowschemas').items));
    expect(specs(ours.priorityLevels)).toEqual(specs(recorded('prioritylevelconfigurations').items));
  });

  it('let controllers of older minors elect leaders by endpoints', () => {
    const names = (minor: number) =>
      bootstrapFlowControlObjects(minor).flowSchemas.map(({ metadata }) => metadata.name);
    const gone = names(33).filter((name) => !names(35).includes(name));
    expect(gone).toEqual(['endpoint-controller', 'workload-leader-election']);
  });

  it('have the version that the minor serves', () => {
    const version = (minor: number) => bootstrapFlowControlObjects(minor).flowSchemas[0]?.apiVersion;
    expect([version(28), version(29)]).toEqual([
      'flowcontrol.apiserver.k8s.io/v1beta3',
      'flowcontrol.apiserver.k8s.io/v1',
    ]);
  });
});

describe('classification', () => {
  const controller = new FlowController({ minor: 35 });
  const account = person('system:serviceaccount:a:b', 'system:serviceaccounts', ALL_AUTHENTICATED);
  const kubeSystem = person('system:serviceaccount:kube-system:b', 'system:serviceaccounts', ALL_AUTHENTICATED);
  const node = person('system:node:n', 'system:nodes', ALL_AUTHENTICATED);
  const nobody = person(ANONYMOUS, ALL_UNAUTHENTICATED);
  const lease = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/n';

  it.each<[UserInfo, string, string, string]>([
    [person('root', 'system:masters'), 'GET', '/api/v1/pods', 'exempt'],
    [nobody, 'GET', '/readyz', 'probes'],
    [nobody, 'GET', '/readyz/ping', 'global-default'],
    [person('system:kube-scheduler', ALL_AUTHENTICATED), 'PUT', lease, 'system-leader-election'],
    [person('system:kube-scheduler', ALL_AUTHENTICATED), 'GET', '/api/v1/pods', 'kube-scheduler'],
    [node, 'PUT', lease, 'system-node-high'],
    [node, 'PATCH', '/api/v1/nodes/n/status', 'system-node-high'],
    [node, 'GET', '/api/v1/pods', 'system-nodes'],
    [kubeSystem, 'GET', '/api/v1/pods', 'kube-system-service-accounts'],
    [account, 'GET', '/api/v1/pods', 'service-accounts'],
    [alice, 'GET', '/apis', 'global-default'],
    [person('stranger'), 'GET', '/apis', 'catch-all'],
  ])('of %o: %s %s is %s', (user, method, path, schema) => {
    expect(controller.classify(user, requestContext(method, path).info).schema.metadata.name).toBe(schema);
  });

  it('keeps what is mandatory when it is deleted', () => {
    const bare = new FlowController({ minor: 35 });
    bare.configure({ flowSchemas: [], priorityLevels: [] });
    expect(bare.classify(alice, requestContext('GET', '/apis').info).schema.metadata.name).toBe('catch-all');
  });
});

/** One level with one seat. */
function small(queueLengthLimit: number | undefined, waitMs = 1000): FlowController {
  const controller = new FlowController({ minor: 35, seats: 1, requestTimeoutMs: waitMs * 4 });
  const limitResponse =
    queueLengthLimit === undefined
      ? { type: 'Reject' as const }
      : { type: 'Queue' as const, queuing: { queues: 2, handSize: 1, queueLengthLimit } };
  const priorityLevels: PriorityLevel[] = [
    {
      ...{ apiVersion: 'flowcontrol.apiserver.k8s.io/v1', kind: 'PriorityLevelConfiguration' },
      metadata: { name: 'small', uid: 'level-uid' },
      spec: { type: 'Limited', limited: { nominalConcurrencyShares: 100, limitResponse } },
    },
  ];
  const flowSchemas: FlowSchema[] = bootstrapFlowControlObjects(35).flowSchemas.map((schema) => ({
    ...schema,
    metadata: { ...schema.metadata, uid: `${schema.metadata.name}-uid` },
    spec: {
      ...schema.spec,
      priorityLevelConfiguration: { name: schema.metadata.name === 'global-default' ? 'small' : 'exempt' },
    },
  }));
  controller.configure({ flowSchemas, priorityLevels });
  return controller;
}

/** A handler that answers when it is told. */
function held(): { readonly handler: Handler; readonly free: () => void } {
  const waiting: (() => void)[] = [];
  return {
    handler: () => new Promise((resolve) => waiting.push(() => resolve(OK))),
    free: () => waiting.shift()?.(),
  };
}

describe('the stage', () => {
  const ask = (controller: FlowController, handler: Handler, user = alice): Promise<ApiResponse> =>
    controller.stage(requestContext('GET', '/api/v1/pods', { user }), handler);

  it('says in each answer which rules it fell under, also in refusals', async () => {
    const controller = small(1);
    const uids = {
      'X-Kubernetes-PF-FlowSchema-UID': 'global-default-uid',
      'X-Kubernetes-PF-PriorityLevel-UID': 'level-uid',
    };
    expect((await ask(controller, async () => OK)).headers).toMatchObject(uids);
    const error = new StatusError({ code: 403, reason: 'Forbidden', message: 'm' }, { a: 'b' });
    const refused = ask(controller, () => Promise.reject(error));
    await expect(refused).rejects.toMatchObject({ failure: error.failure, headers: { ...uids, a: 'b' } });
    expect((await refusalOf(() => ask(controller, () => Promise.reject(error)))).code).toBe(403);
  });

  it('lets wait who finds no seat, and refuses who finds no place to wait', async () => {
    const controller = small(1);
    const { handler, free } = held();
    const first = ask(controller, handler);
    const second = ask(controller, handler);
    const third = await ask(controller, handler);
    expect([third.status, third.body, third.headers['Retry-After'], third.headers['Content-Type']]).toEqual([
      429,
      'Too many requests, please try again later.\n',
      '1',
      'text/plain; charset=utf-8',
    ]);
    expect(controller.levels().get('small')).toMatchObject({ seats: 1, executing: 1, waiting: 1 });
    expect(dumpPriorityLevels(controller)).toContain('\nsmall,1,false,false,1,1,1,1,0,0\n');
    free();
    expect((await first).status).toBe(200);
    await new Promise((resolve) => setImmediate(resolve));
    free();
    expect((await second).status).toBe(200);
    expect(controller.levels().get('small')).toMatchObject({ seats: 1, executing: 0, waiting: 0 });
  });

  it('refuses at once where nobody may wait, and after the time where one may', async () => {
    const { handler } = held();
    const rejecting = small(undefined);
    void ask(rejecting, handler);
    expect((await ask(rejecting, handler)).status).toBe(429);
    const waiting = small(1, 20);
    void ask(waiting, handler);
    expect((await ask(waiting, handler)).status).toBe(429);
    expect(waiting.levels().get('small')).toMatchObject({ seats: 1, executing: 1, waiting: 0 });
  });

  it('gives the seat back when a handler fails, and when a watch has started', async () => {
    const controller = small(undefined);
    await expect(ask(controller, () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    const stream = async (): Promise<void> => {};
    expect((await ask(controller, async () => ({ status: 200, headers: {}, stream }))).status).toBe(200);
    expect((await ask(controller, async () => OK)).status).toBe(200);
  });

  it('lets masters pass when all seats are taken', async () => {
    const controller = small(undefined);
    void ask(controller, held().handler);
    const root = person('root', 'system:masters', ALL_AUTHENTICATED);
    expect((await ask(controller, async () => OK, root)).status).toBe(200);
  });
});

describe('queues', () => {
  const never = new AbortController();

  it('take turns, so that one flow does not hold up another', async () => {
    const queues = new SeatQueues(1, { queues: 64, handSize: 1, queueLengthLimit: 50 });
    const order: string[] = [];
    const seat = queues.take('x', 1000, never);
    const flows = ['loud', 'loud', 'loud', 'loud', 'quiet'];
    expect(hand('loud', 64, 1)).not.toEqual(hand('quiet', 64, 1));
    const served = flows.map(async (flow) => {
      const admission = await queues.take(flow, 1000, never);
      order.push(flow);
      if (admission.kind === 'seat') admission.release();
    });
    if (!(seat instanceof Promise) && seat.kind === 'seat') seat.release();
    await Promise.all(served);
    expect(order.indexOf('quiet')).toBeLessThan(2);
  });

  it('forget who has gone', async () => {
    const queues = new SeatQueues(1, { queues: 1, handSize: 1, queueLengthLimit: 50 });
    void queues.take('a', 1000, never);
    const gone = new AbortController();
    const admission = queues.take('b', 1000, gone);
    gone.abort();
    expect(await admission).toEqual({ kind: 'cancelled' });
    expect(queues.waiting).toBe(0);
  });

  it('are dealt without repetition, and the same each time', () => {
    for (const flow of ['a', 'b', 'c', 'd']) {
      const cards = hand(flow, 8, 6);
      expect(new Set(cards).size).toBe(6);
      expect(Math.max(...cards)).toBeLessThan(8);
      expect(hand(flow, 8, 6)).toEqual(cards);
    }
  });
});
