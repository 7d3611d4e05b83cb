import type { CommandContext, StricliProcess } from '@stricli/core';

/** What a command may touch of the world; tests hand in their own. */
export interface Context extends CommandContext {
  readonly process: StricliProcess;
  /** The product's version. */
  readonly version: string;
  /** Writes a result to stdout; nothing else goes there. */
  readonly write: (pieces: Iterable<string>) => void;
  readonly stdin: NodeJS.ReadableStream;
  readonly cwd: string;
  /** The clock: only exceptions with an end date ask it. */
  readonly now: () => Date;
  /** Whether stdout is a terminal that shows colours, NO_COLOR and FORCE_COLOR respected. */
  readonly colour: boolean;
  /** Whether stderr is a terminal: progress is shown only there. */
  readonly showProgress: boolean;
}

/** Exit codes of every command. */
export const EXIT = { clean: 0, findings: 1, usage: 2, incomplete: 3 } as const;

/** The command cannot do what was asked: one sentence that says what to do, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
