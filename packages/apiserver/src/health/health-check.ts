/** One named check of the server's health. */
export interface HealthCheck {
  readonly name: string;
  /** Why it fails; undefined when it does not. A check that throws or takes too long fails too. */
  check(): string | undefined | Promise<string | undefined>;
}

/** Longer than a store needs that still answers. */
const CHECK_TIMEOUT_MS = 5000;

export async function resultOf(subject: HealthCheck, timeoutMs = CHECK_TIMEOUT_MS): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const result = subject.check();
    if (!(result instanceof Promise)) return result;
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve('the check timed out'), timeoutMs);
    });
    return await Promise.race([result, late]);
  } catch (error) {
    return error instanceof Error ? error.message : 'the check failed';
  } finally {
    clearTimeout(timer);
  }
}

/** A check that fails until it is told that its subject is done. */
export class Milestone implements HealthCheck {
  readonly name: string;
  #state: string | undefined;

  constructor(name: string, waitingFor = 'not finished') {
    this.name = name;
    this.#state = waitingFor;
  }

  get isReached(): boolean {
    return this.#state === undefined;
  }

  reach(): void {
    this.#state = undefined;
  }

  fail(reason: string): void {
    this.#state = reason;
  }

  readonly check = (): string | undefined => this.#state;
}
