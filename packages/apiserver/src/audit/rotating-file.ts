/**
 * A log file that is put aside when it has grown to its size, and what is put aside deleted by age and number.
 *
 * Source: gopkg.in/natefinch/lumberjack.v2, which kube-apiserver writes its audit log with.
 */
import { type FileHandle, mkdir, open, readdir, rename, unlink } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';

export interface RotationOptions {
  /** Megabytes; 0 is 100. */
  readonly maxSize: number;
  /** Days; 0 keeps them whatever their age. */
  readonly maxAge: number;
  /** Files that are kept; 0 keeps all. */
  readonly maxBackups: number;
}

const MEGABYTE = 1024 * 1024;
const DEFAULT_MAX_SIZE = 100;
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/** One writer at a time. */
export class RotatingFile {
  readonly #path: string;
  readonly #options: RotationOptions;
  #file: FileHandle | undefined;
  #size = 0;

  constructor(path: string, options: RotationOptions) {
    this.#path = path;
    this.#options = options;
  }

  /** Opens or makes the file, so that a server finds out at start whether it can write. */
  async open(): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    this.#file = await open(this.#path, 'a', 0o600);
    this.#size = (await this.#file.stat()).size;
  }

  async write(bytes: Buffer): Promise<void> {
    const maximum = (this.#options.maxSize === 0 ? DEFAULT_MAX_SIZE : this.#options.maxSize) * MEGABYTE;
    if (this.#size > 0 && this.#size + bytes.length > maximum) await this.#rotate();
    if (this.#file === undefined) await this.open();
    await this.#file?.appendFile(bytes);
    this.#size += bytes.length;
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  async #rotate(): Promise<void> {
    await this.close();
    const time = new Date().toISOString().replaceAll(':', '-').replace('Z', '');
    const extension = extname(this.#path);
    await rename(this.#path, join(dirname(this.#path), `${this.#stem}-${time}${extension}`));
    await this.open();
    await this.#deleteOld();
  }

  get #stem(): string {
    return basename(this.#path, extname(this.#path));
  }

  async #deleteOld(): Promise<void> {
    const { maxAge, maxBackups } = this.#options;
    if (maxAge === 0 && maxBackups === 0) return;
    const folder = dirname(this.#path);
    const oldest = maxAge === 0 ? 0 : Date.now() - maxAge * DAY_MILLISECONDS;
    const backups = (await readdir(folder))
      .flatMap((name) => {
        const time = this.#timeOf(name);
        return time === undefined ? [] : [{ name, time }];
      })
      .sort((a, b) => b.time - a.time);
    const surplus = backups.filter(
      ({ time }, index) => (maxBackups > 0 && index >= maxBackups) || (maxAge > 0 && time < oldest),
    );
    // Another process may have been faster.
    for (const { name } of surplus) await unlink(join(folder, name)).catch(() => undefined);
  }

  /** When the file was put aside; undefined for files that are no backups of this one. */
  #timeOf(name: string): number | undefined {
    const extension = extname(this.#path);
    if (!name.startsWith(`${this.#stem}-`) || !name.endsWith(extension)) return undefined;
    const text = name.slice(this.#stem.length + 1, name.length - extension.length);
    const match = /^(\d{4}-\d{2}-\d{2}T\d{2})-(\d{2})-(\d{2}\.\d{3})$/.exec(text);
    const time = match === null ? Number.NaN : Date.parse(`${match[1]}:${match[2]}:${match[3]}Z`);
    return Number.isNaN(time) ? undefined : time;
  }
}
