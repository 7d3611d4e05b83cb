import { afterAll, describe, expect, it } from 'vitest';
import type { ClientRequest, KubeObject } from '../cluster-access.js';
import { electLeader } from './leader-election.js';

/** One Lease behind compare-and-swap, as a server keeps it. */
class LeaseServer {
  lease: KubeObject | undefined;
  isDown = false;
  #revision = 0;

  hold(holderIdentity: string, leaseDurationSeconds: number): void {
    const time = `2026-01-02T03:04:05.${String(++this.#revision).padStart(6, '0')}Z`;
    const spec = { holderIdentity, leaseDurationSeconds, acquireTime: time, renewTime: time, leaseTransitions: 4 };
    this.#keep({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'x' }, spec });
  }

  get holder(): unknown {
    return spec(this.lease)['holderIdentity'];
  }

  readonly request = ({ method, body }: ClientRequest): Promise<{ status: number; body: unknown }> => {
    if (this.isDown) return new Promise(() => undefined);
    if (method === 'GET') {
      return Promise.resolve(
        this.lease === undefined
          ? { status: 404, body: { kind: 'Status', details: { name: 'x' } } }
          : { status: 200, body: this.lease },
      );
    }
    const sent = body as KubeObject;
    if (sent.metadata.resourceVersion !== this.lease?.metadata.resourceVersion) {
      return Promise.resolve({ status: 409, body: { kind: 'Status', reason: 'Conflict' } });
    }
    this.#keep(sent);
    return Promise.resolve({ status: 200, body: this.lease });
  };

  #keep(lease: KubeObject): void {
    this.lease = { ...lease, metadata: { ...lease.metadata, resourceVersion: String(++this.#revision) } };
  }
}

const spec = (lease: KubeObject | undefined): Record<string, unknown> => ({ ...(lease?.['spec'] as object) });

const stops: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(stops.map((stop) => stop())));

function candidate(server: LeaseServer, identity: string) {
  const events: string[] = [];
  const election = electLeader({
    clientFor: (user) => {
      expect(user).toBe('system:kube-controller-manager');
      return server;
    },
    identity,
    lead: () => {
      events.push('leads');
      return () => Promise.resolve(void events.push('ends'));
    },
    log: (message) => events.push(message),
    now: () => Date.parse('2026-01-02T03:04:05Z'),
  });
  stops.push(() => election.stop());
  return { events, stop: () => election.stop() };
}

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
};

describe.concurrent('electLeader', { timeout: 30_000 }, () => {
  it('takes a Lease that is not there, and gives it away at the end', async () => {
    const server = new LeaseServer();
    const { events, stop } = candidate(server, 'a');
    await until(() => events.length > 0);
    expect(spec(server.lease)).toEqual({
      holderIdentity: 'a',
      leaseDurationSeconds: 15,
      acquireTime: '2026-01-02T03:04:05.000000Z',
      renewTime: '2026-01-02T03:04:05.000000Z',
      leaseTransitions: 0,
    });
    await stop();
    expect(events).toEqual(['leads', 'ends']);
    expect(spec(server.lease)).toMatchObject({ holderIdentity: '', leaseDurationSeconds: 1 });
  });

  it('waits for whoever holds it, and takes over when that one is gone', async () => {
    const server = new LeaseServer();
    server.hold('kubernetes', 3);
    const { events } = candidate(server, 'a');
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(events).toEqual([]);
    await until(() => events.length > 0);
    expect(spec(server.lease)).toMatchObject({ holderIdentity: 'a', leaseTransitions: 5 });
  });

  it('lets one of many lead', async () => {
    const server = new LeaseServer();
    const candidates = ['a', 'b', 'c'].map((identity) => candidate(server, identity));
    await until(() => server.lease !== undefined);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(candidates.filter(({ events }) => events.includes('leads'))).toHaveLength(1);
  });

  it('ends what it leads when another one took the Lease, or nobody answers any more', async () => {
    const taken = new LeaseServer();
    const silent = new LeaseServer();
    const [first, second] = [candidate(taken, 'a'), candidate(silent, 'a')];
    await until(() => first.events.length > 0 && second.events.length > 0);
    taken.hold('b', 60);
    silent.isDown = true;
    await until(() => first.events.includes('ends') && second.events.includes('ends'));
    expect(first.events[1]).toBe('controllers: the lease is lost; they wait for it again');
    expect(taken.holder).toBe('b');
  });
});
