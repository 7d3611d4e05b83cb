/**
 * The log of audit events: a line of JSON each, in a file that is rotated or on standard output. Events that come while
 * one write is under way go out together with the next.
 *
 * Source: k8s.io/apiserver/plugin/pkg/audit/{log,buffered}, pkg/server/options/audit.go.
 */
import type { Writable } from 'node:stream';
import type { Minor } from '@bulkhead/apimachinery';
import type { AuditBackend } from './audit-backend.js';
import { RotatingFile } from './rotating-file.js';

/**
 * `blocking` waits for the event to be written and goes on when that fails; `blocking-strict` refuses the request then;
 * `batch` does not wait, and drops events when more than 10,000 are waiting.
 */
export const AUDIT_MODES = ['batch', 'blocking', 'blocking-strict'] as const;
export type AuditMode = (typeof AUDIT_MODES)[number];

/** The flags `--audit-log-...`. */
export interface AuditLogOptions {
  /** `-` is standard output. */
  readonly path: string;
  readonly mode: AuditMode;
  readonly maxSize: number;
  readonly maxAge: number;
  readonly maxBackups: number;
}

/** Defaults of the flags: without a limit until 1.35. */
export function auditLogDefaults(minor: Minor): Omit<AuditLogOptions, 'path'> {
  return minor >= 36
    ? { mode: 'blocking', maxSize: 100, maxAge: 366, maxBackups: 100 }
    : { mode: 'blocking', maxSize: 0, maxAge: 0, maxBackups: 0 };
}

/** What is wrong with the flags. */
export function auditLogErrors({ mode, maxSize, maxAge, maxBackups }: AuditLogOptions): readonly string[] {
  const errors: string[] = [];
  if (!AUDIT_MODES.includes(mode)) {
    errors.push(`invalid audit log mode ${String(mode)}, allowed modes are ${JSON.stringify(AUDIT_MODES.join(','))}`);
  }
  if (maxAge < 0) errors.push(`--audit-log-maxage ${maxAge} can't be a negative number`);
  if (maxBackups < 0) errors.push(`--audit-log-maxbackup ${maxBackups} can't be a negative number`);
  if (maxSize < 0) errors.push(`--audit-log-maxsize ${maxSize} can't be a negative number`);
  return errors;
}

/** Bytes go out whole and in order. */
export interface LogSink {
  write(bytes: Buffer): Promise<void>;
  close(): Promise<void>;
}

/** Rejects when the file cannot be written. `stdout` is where `-` goes; `onError` hears of events that are lost. */
export async function openAuditLog(
  options: AuditLogOptions,
  stdout: Writable,
  onError: (error: Error) => void,
): Promise<AuditBackend> {
  if (options.path === '-') return new LogBackend(streamSink(stdout), options.mode, onError);
  const file = new RotatingFile(options.path, options);
  await file.open();
  return new LogBackend(file, options.mode, onError);
}

const MAX_WAITING = 10_000;

interface WaitingEvent {
  readonly line: string;
  readonly done: (error?: Error) => void;
}

export class LogBackend implements AuditBackend {
  readonly isStrict: boolean;
  readonly #sink: LogSink;
  readonly #isBatch: boolean;
  readonly #onError: (error: Error) => void;
  #waiting: WaitingEvent[] = [];
  #writing: Promise<void> | undefined;

  constructor(sink: LogSink, mode: AuditMode, onError: (error: Error) => void) {
    this.#sink = sink;
    this.isStrict = mode === 'blocking-strict';
    this.#isBatch = mode === 'batch';
    this.#onError = onError;
  }

  process(event: object): Promise<void> {
    const line = `${JSON.stringify(event)}\n`;
    if (this.#isBatch && this.#waiting.length >= MAX_WAITING) {
      this.#onError(new Error('audit buffer queue blocked: an event is dropped'));
      return Promise.resolve();
    }
    const written = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ line, done: (error) => (error === undefined || this.#isBatch ? resolve() : reject(error)) });
    });
    this.#writing ??= this.#writeAll();
    return this.#isBatch ? Promise.resolve() : written;
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#sink.close();
  }

  async #writeAll(): Promise<void> {
    // Events of the same turn go out together.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const events = this.#waiting;
      this.#waiting = [];
      const error = await this.#write(Buffer.from(events.map(({ line }) => line).join('')));
      for (const { done } of events) done(error);
    }
    this.#writing = undefined;
  }

  async #write(bytes: Buffer): Promise<Error | undefined> {
    try {
      await this.#sink.write(bytes);
      return undefined;
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      this.#onError(failure);
      return failure;
    }
  }
}

function streamSink(stream: Writable): LogSink {
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        stream.write(bytes, (error) => (error === null || error === undefined ? resolve() : reject(error)));
      }),
    close: () => Promise.resolve(),
  };
}
