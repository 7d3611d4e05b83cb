/**
 * One process writes a state. Its name is in the state itself, taken in a transaction, and looked at again in every
 * transaction: a process that was wrongly believed dead can no longer write.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync, statSync, utimesSync } from 'node:fs';
import { StoreUnavailableError } from '../store.js';
import type { Tables } from './database.js';
import { lockFile } from './state-directory.js';

interface Owner {
  readonly pid: number;
  /** When the process began, in ticks since boot: process ids are used again. */
  readonly started: string;
  readonly boot: string;
  readonly pidNamespace: string;
  readonly nonce: string;
}

const OWNER = Buffer.from('owner');
const HEARTBEAT_MS = 2000;
const SILENT_MS = 10_000;

/** Nonces of the stores that are open in this process. */
const held = new Set<string>();

export class WriterLock {
  readonly #tables: Tables;
  readonly #directory: string;
  readonly #record: Buffer;
  readonly #nonce = randomUUID();
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(tables: Tables, directory: string) {
    this.#tables = tables;
    this.#directory = directory;
    this.#record = Buffer.from(JSON.stringify({ ...ourselves(), nonce: this.#nonce } satisfies Owner));
  }

  /** Inside of a transaction. */
  take(): void {
    const owner = parseOwner(this.#tables.meta.get(OWNER));
    if (owner !== undefined && isAlive(owner, this.#directory))
      throw new StoreUnavailableError(
        `process ${owner.pid} already serves the state in ${this.#directory}: stop it first or name another directory`,
      );
    this.#tables.meta.putSync(OWNER, this.#record);
    held.add(this.#nonce);
    const beat = (): void => {
      try {
        utimesSync(lockFile(this.#directory), new Date(), new Date());
      } catch {
        // Somebody removed the directory: health says so.
      }
    };
    beat();
    this.#heartbeat = setInterval(beat, HEARTBEAT_MS).unref();
  }

  /** Inside of a transaction. */
  check(): void {
    if (this.#tables.meta.get(OWNER)?.equals(this.#record) === true) return;
    throw new StoreUnavailableError(
      `another process has taken over the state in ${this.#directory}: restart this one once the other has ended`,
    );
  }

  /** Inside of a transaction. */
  release(): void {
    if (this.#tables.meta.get(OWNER)?.equals(this.#record) === true) this.#tables.meta.removeSync(OWNER);
  }

  forget(): void {
    clearInterval(this.#heartbeat);
    held.delete(this.#nonce);
  }
}

function ourselves(): Omit<Owner, 'nonce'> {
  return {
    pid: process.pid,
    started: startOf(process.pid) ?? '',
    boot: readOr(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()) ?? '',
    pidNamespace: readOr(() => readlinkSync('/proc/self/ns/pid')) ?? '',
  };
}

function readOr(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** The 22nd field; the second may itself have blanks and parentheses. */
function startOf(pid: number): string | undefined {
  const stat = readOr(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function parseOwner(record: Buffer | undefined): Owner | undefined {
  if (record === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(record.toString());
    return isOwner(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isOwner = (value: unknown): value is Owner =>
  typeof value === 'object' && value !== null && 'pid' in value && typeof value.pid === 'number';

function isAlive(owner: Owner, directory: string): boolean {
  const own = ourselves();
  if (owner.boot !== own.boot) return false;
  // Processes of another container cannot be seen: one that no longer gives signs of life is dead.
  if (owner.pidNamespace !== own.pidNamespace) return Date.now() - statSync(lockFile(directory)).mtimeMs < SILENT_MS;
  if (owner.pid === own.pid && owner.started === own.started) return held.has(owner.nonce);
  if (owner.started !== '') return startOf(owner.pid) === owner.started;
  try {
    process.kill(owner.pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
