/** Longer timers fire at once: Node counts in 32 bits. */
const MAX_MS = 2 ** 31 - 1;

/** Milliseconds for a timer. */
export const boundedTimeout = (ms: number): number => Math.max(0, Math.min(ms, MAX_MS));
