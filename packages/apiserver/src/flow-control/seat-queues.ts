/**
 * The seats of one priority level and those who wait for one. Each flow is dealt a hand of the queues and waits in the
 * shortest of them, so that a loud flow fills its own queues and leaves others to the quiet ones. Queues take turns.
 *
 * Source: k8s.io/apiserver/pkg/util/flowcontrol/fairqueuing/queueset and shufflesharding.
 */
import type { Queuing } from './flow-objects.js';

export type Refused = 'queue-full' | 'concurrency-limit' | 'time-out' | 'cancelled';
export type Admission = { readonly kind: 'seat'; readonly release: () => void } | { readonly kind: Refused };

interface Waiting {
  readonly take: (admission: Admission) => void;
  isOver: boolean;
}

export class SeatQueues {
  #seats: number;
  #queuing: Queuing | undefined;
  #taken = 0;
  #waiting = 0;
  /** By number; only those in which somebody waits. */
  readonly #queues = new Map<number, Waiting[]>();

  /** Without `queuing` whoever finds no seat is refused at once. */
  constructor(seats: number, queuing: Queuing | undefined) {
    this.#seats = seats;
    this.#queuing = queuing;
  }

  get executing(): number {
    return this.#taken;
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** Queues in which somebody waits. */
  get activeQueues(): number {
    return this.#queues.size;
  }

  get seats(): number {
    return this.#seats;
  }

  /** Those who have a seat keep it; those who wait stay where they are. */
  reconfigure(seats: number, queuing: Queuing | undefined): void {
    this.#seats = seats;
    this.#queuing = queuing;
    this.#dispatch();
  }

  /** `flow` names who shares queues. The signal is asked only when somebody has to wait: it costs to make one. */
  take(flow: string, waitMs: number, request: { readonly signal: AbortSignal }): Admission | Promise<Admission> {
    if (this.#taken < this.#seats && this.#waiting === 0) return this.#seat();
    const queuing = this.#queuing;
    if (queuing === undefined) return { kind: 'concurrency-limit' };
    const number = this.#shortest(flow, queuing);
    const queue = this.#queues.get(number) ?? [];
    if (queue.length >= queuing.queueLengthLimit) return { kind: 'queue-full' };
    const { signal } = request;
    return new Promise((resolve) => {
      const leave = (kind: Refused): void => {
        this.#remove(number, waiting);
        waiting.take({ kind });
      };
      const cancelled = (): void => leave('cancelled');
      const timer = setTimeout(() => leave('time-out'), waitMs);
      const waiting: Waiting = {
        isOver: false,
        take: (admission) => {
          if (waiting.isOver) return;
          waiting.isOver = true;
          clearTimeout(timer);
          signal.removeEventListener('abort', cancelled);
          resolve(admission);
        },
      };
      signal.addEventListener('abort', cancelled);
      queue.push(waiting);
      this.#queues.set(number, queue);
      this.#waiting += 1;
      this.#dispatch();
    });
  }

  #seat(): Admission {
    this.#taken += 1;
    let isHeld = true;
    const release = (): void => {
      if (!isHeld) return;
      isHeld = false;
      this.#taken -= 1;
      this.#dispatch();
    };
    return { kind: 'seat', release };
  }

  /** The queue whose turn it is goes to the end of the turns. */
  #dispatch(): void {
    while (this.#taken < this.#seats) {
      const [turn] = this.#queues;
      if (turn === undefined) return;
      const [number, queue] = turn;
      const next = queue.shift();
      this.#queues.delete(number);
      if (queue.length > 0) this.#queues.set(number, queue);
      if (next === undefined) continue;
      this.#waiting -= 1;
      next.take(this.#seat());
    }
  }

  #remove(number: number, waiting: Waiting): void {
    const queue = this.#queues.get(number);
    const at = queue?.indexOf(waiting) ?? -1;
    if (queue === undefined || at < 0) return;
    queue.splice(at, 1);
    this.#waiting -= 1;
    if (queue.length === 0) this.#queues.delete(number);
  }

  #shortest(flow: string, { queues, handSize }: Queuing): number {
    let best = 0;
    let shortest = Number.POSITIVE_INFINITY;
    for (const number of hand(flow, queues, handSize)) {
      const length = this.#queues.get(number)?.length ?? 0;
      if (length >= shortest) continue;
      best = number;
      shortest = length;
    }
    return best;
  }
}

/** Different numbers below `queues`, always the same for a flow. */
export function hand(flow: string, queues: number, handSize: number): readonly number[] {
  let entropy = hash(flow);
  const cards: number[] = [];
  for (let dealt = 0; dealt < Math.min(handSize, queues); dealt++) {
    const left = BigInt(queues - dealt);
    let card = Number(entropy % left);
    entropy /= left;
    // Cards that were dealt are passed over.
    for (const other of [...cards].sort((one, two) => one - two)) if (card >= other) card += 1;
    cards.push(card);
  }
  return cards;
}

/** FNV-1a of 64 bits. */
function hash(text: string): bigint {
  let value = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text)) value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 0x100000001b3n);
  return value;
}
