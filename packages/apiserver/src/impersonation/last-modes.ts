/** The mode that last worked for each requester, of the requesters that were seen last. */
import type { ImpersonationMode } from '@bulkhead/engine/impersonation';

export class LastModes {
  readonly #size: number;
  /** The longest unused first. */
  readonly #modes = new Map<string, ImpersonationMode>();

  constructor(size: number) {
    this.#size = size;
  }

  get(requester: string): ImpersonationMode | undefined {
    const mode = this.#modes.get(requester);
    if (mode !== undefined) this.set(requester, mode);
    return mode;
  }

  set(requester: string, mode: ImpersonationMode): void {
    this.#modes.delete(requester);
    this.#modes.set(requester, mode);
    const oldest = this.#modes.keys().next();
    if (this.#modes.size > this.#size && oldest.done !== true) this.#modes.delete(oldest.value);
  }
}
