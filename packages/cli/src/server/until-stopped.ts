/** Settles at SIGINT or SIGTERM: the first signal ends in order, the second at once. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let isAsked = false;
    const stop = (): void => {
      if (isAsked) process.exit(1);
      isAsked = true;
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    // Otherwise the signal would open a debugger on what the process holds.
    process.on('SIGUSR1', () => undefined);
  });
}
