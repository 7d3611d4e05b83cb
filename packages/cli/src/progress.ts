/** One line on the terminal that says what takes long; nothing where stderr is no terminal. */
import type { Context } from './context.js';

/** Work shorter than this needs no words. */
const QUIET_MS = 700;

export interface Progress {
  readonly files: (files: number, bytes: number) => void;
  readonly stage: (text: string) => void;
  readonly done: () => void;
}

export function progress({ process, showProgress, now }: Context): Progress {
  const started = now().getTime();
  let shown = false;
  const show = (text: string): void => {
    if (!showProgress || now().getTime() - started < QUIET_MS) return;
    process.stderr.write(`\r\u001b[K${text} ...`);
    shown = true;
  };
  return {
    files: (files, bytes) => show(`reading: ${files} files, ${(bytes / 1e6).toFixed(1)} MB`),
    stage: show,
    done: () => {
      if (shown) process.stderr.write('\r\u001b[K');
    },
  };
}
