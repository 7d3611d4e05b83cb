/**
 * One of several servers on the same store runs the loops: the one that holds the Lease, as kube-controller-manager
 * does it (client-go, tools/leaderelection), so that either may stand beside the other.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientFor, KubeObject } from '../cluster-access.js';
import { LEASES } from './api-resource.js';
import { at, LoopClient } from './loop-client.js';
import { isAlreadyExists, isConflict } from './request-error.js';
import { microTimestamp } from './timestamp.js';

/** kube-controller-manager's --leader-elect-lease-duration, --leader-elect-renew-deadline, --leader-elect-retry-period. */
const LEASE_SECONDS = 15;
const RENEW_DEADLINE_MS = 10_000;
const RETRY_MS = 2_000;
/** Candidates that began at once do not ask at once forever. */
const JITTER = 1.2;

const LEASE = at(LEASES, 'kube-system', 'kube-controller-manager');
const USER = 'system:kube-controller-manager';
/** Who holds the Lease is asked of the server alone; no write waits until a cache has it. */
const NO_CACHES = { cache: () => undefined };

export interface LeaderElectionOptions {
  readonly clientFor: ClientFor;
  /** Unlike that of every other candidate, also of this one after a restart. */
  readonly identity: string;
  /** Begins what only one may do; returns the way to end it. */
  readonly lead: () => () => Promise<void>;
  readonly log: (message: string) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface LeaderElection {
  /** Ends what was led and gives the Lease away, for the next one to begin at once. */
  stop(): Promise<void>;
}

export function electLeader(options: LeaderElectionOptions): LeaderElection {
  const candidate = new Candidate(options);
  const running = candidate.run();
  return {
    async stop() {
      candidate.stop();
      await running;
    },
  };
}

class Candidate {
  readonly #options: LeaderElectionOptions;
  readonly #client: LoopClient;
  readonly #stopped = new AbortController();
  /** The Lease as it was seen last, and when it was seen to change; clocks of others are not compared with ours. */
  #seen: { readonly renewal: string; readonly at: number } | undefined;
  /** The last attempt, which may be on its way. */
  #asked: Promise<boolean> = Promise.resolve(false);
  #lastError = '';

  constructor(options: LeaderElectionOptions) {
    this.#options = options;
    this.#client = new LoopClient(options.clientFor(USER, ['system:authenticated']), NO_CACHES);
  }

  stop(): void {
    this.#stopped.abort();
  }

  async run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      if (await this.#holdWithin(RENEW_DEADLINE_MS)) await this.#lead();
      else await this.#pause(RETRY_MS * (1 + Math.random() * JITTER));
    }
  }

  async #lead(): Promise<void> {
    const stopLeading = this.#options.lead();
    let renewed = performance.now();
    while (!this.#stopped.signal.aborted) {
      await this.#pause(RETRY_MS);
      const left = renewed + RENEW_DEADLINE_MS - performance.now();
      if (await this.#holdWithin(left)) renewed = performance.now();
      else if (performance.now() - renewed >= RENEW_DEADLINE_MS) break;
    }
    if (!this.#stopped.signal.aborted) this.#options.log('controllers: the lease is lost; they wait for it again');
    await stopLeading();
    if (this.#stopped.signal.aborted) await this.#release();
  }

  /** A request that hangs must not make a leader of who has lost the Lease. */
  async #holdWithin(ms: number): Promise<boolean> {
    this.#asked = this.#holdLease();
    return await Promise.race([this.#asked, this.#pause(ms).then(() => false)]);
  }

  /** Takes or renews the Lease; false while another one holds it, or nobody can be asked. */
  async #holdLease(): Promise<boolean> {
    try {
      const lease = await this.#client.get(LEASE);
      const time = microTimestamp(this.#options.now());
      if (lease === undefined) {
        const spec = this.#spec({ acquireTime: time, renewTime: time, leaseTransitions: 0 });
        await this.#client.create(at(LEASES, 'kube-system'), { ...NEW_LEASE, spec });
        return true;
      }
      const held = specOf(lease);
      const isOurs = held.holderIdentity === this.#options.identity;
      if (!isOurs && held.holderIdentity !== '' && !this.#isExpired(held)) return false;
      const spec = isOurs
        ? this.#spec({ ...held, renewTime: time })
        : this.#spec({ acquireTime: time, renewTime: time, leaseTransitions: held.leaseTransitions + 1 });
      await this.#client.update(LEASE, { ...lease, spec });
      this.#lastError = '';
      return true;
    } catch (error) {
      // Somebody else was faster: no failure.
      if (!isConflict(error) && !isAlreadyExists(error)) this.#tell(error);
      return false;
    }
  }

  /** Whether nobody has renewed the Lease for as long as it holds, by our own clock. */
  #isExpired({ holderIdentity, renewTime, leaseDurationSeconds }: LeaseSpec): boolean {
    const renewal = `${holderIdentity} ${renewTime}`;
    const now = performance.now();
    if (this.#seen?.renewal !== renewal) this.#seen = { renewal, at: now };
    return now - this.#seen.at >= leaseDurationSeconds * 1000;
  }

  async #release(): Promise<void> {
    // A renewal on its way would make the write below a conflict.
    await Promise.race([this.#asked, sleep(RETRY_MS, undefined, { ref: false })]);
    try {
      const lease = await this.#client.get(LEASE);
      if (lease === undefined) return;
      const held = specOf(lease);
      if (held.holderIdentity !== this.#options.identity) return;
      const renewTime = microTimestamp(this.#options.now());
      await this.#client.update(LEASE, {
        ...lease,
        spec: { ...held, holderIdentity: '', leaseDurationSeconds: 1, renewTime },
      });
    } catch (error) {
      if (!isConflict(error)) this.#tell(error);
    }
  }

  #spec(rest: Pick<LeaseSpec, 'acquireTime' | 'renewTime' | 'leaseTransitions'>): LeaseSpec {
    const { acquireTime, renewTime, leaseTransitions } = rest;
    const holder = { holderIdentity: this.#options.identity, leaseDurationSeconds: LEASE_SECONDS };
    return { ...holder, acquireTime, renewTime, leaseTransitions };
  }

  /** Once, as long as it stays the same. */
  #tell(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (message !== this.#lastError) this.#options.log(`controllers: leader election: ${message}`);
    this.#lastError = message;
  }

  async #pause(ms: number): Promise<void> {
    const { signal } = this.#stopped;
    await sleep(Math.max(0, ms), undefined, { ref: false, signal }).catch(() => undefined);
  }
}

const NEW_LEASE = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name: LEASE.name, namespace: LEASE.namespace },
};

interface LeaseSpec {
  readonly holderIdentity: string;
  readonly leaseDurationSeconds: number;
  readonly acquireTime: string;
  readonly renewTime: string;
  readonly leaseTransitions: number;
}

/** What others wrote may lack anything. */
function specOf({ spec }: KubeObject): LeaseSpec {
  const written: Readonly<Record<string, unknown>> = typeof spec === 'object' && spec !== null ? { ...spec } : {};
  const text = (name: string): string => (typeof written[name] === 'string' ? written[name] : '');
  const count = (name: string): number => (typeof written[name] === 'number' ? written[name] : 0);
  return {
    holderIdentity: text('holderIdentity'),
    leaseDurationSeconds: count('leaseDurationSeconds'),
    acquireTime: text('acquireTime'),
    renewTime: text('renewTime'),
    leaseTransitions: count('leaseTransitions'),
  };
}
