import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuditLogOptions, auditLogDefaults, auditLogErrors, LogBackend, openAuditLog } from './log-backend.js';
import { RotatingFile } from './rotating-file.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bulkhead-audit-'));
});
afterEach(() => rm(folder, { recursive: true }));

const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
const options = (parts: Partial<AuditLogOptions> = {}): AuditLogOptions => ({
  path: join(folder, 'log', 'audit.log'),
  ...auditLogDefaults(35),
  ...parts,
});
const ignore = (): void => undefined;

describe('audit log', () => {
  it('is a line of JSON for each event, in order, readable by its owner alone', async () => {
    const log = await openAuditLog(options(), nowhere, ignore);
    await Promise.all([1, 2, 3].map((n) => log.process({ n, text: 'a\nb' })));
    await log.process({ n: 4 });
    await log.close();
    const lines = (await readFile(options().path, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { n: number }).n)).toEqual([1, 2, 3, 4]);
    expect((await stat(options().path)).mode & 0o777).toBe(0o600);
  });

  it('goes to standard output for -', async () => {
    const chunks: string[] = [];
    const stdout = new Writable({ write: (chunk: Buffer, _encoding, done) => (chunks.push(chunk.toString()), done()) });
    const log = await openAuditLog(options({ path: '-' }), stdout, ignore);
    await log.process({ a: 1 });
    expect(chunks.join('')).toBe('{"a":1}\n');
  });

  it('cannot be opened where it cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(openAuditLog(options({ path: join(folder, 'file', 'x') }), nowhere, ignore)).rejects.toThrow('EEXIST');
  });

  it('says that an event is lost, and goes on', async () => {
    const lost: string[] = [];
    const sink = { write: () => Promise.reject(new Error('disk full')), close: () => Promise.resolve() };
    const log = new LogBackend(sink, 'blocking', ({ message }) => lost.push(message));
    await expect(log.process({})).rejects.toThrow('disk full');
    const batch = new LogBackend(sink, 'batch', ({ message }) => lost.push(message));
    await batch.process({});
    await batch.close();
    expect(lost).toEqual(['disk full', 'disk full']);
    expect(new LogBackend(sink, 'blocking-strict', ignore).isStrict).toBe(true);
  });

  it('drops events of a full batch', async () => {
    let release = ignore;
    const sink = {
      write: () => new Promise<void>((resolve) => (release = () => resolve())),
      close: () => Promise.resolve(),
    };
    let lost = 0;
    const log = new LogBackend(sink, 'batch', () => (lost += 1));
    await log.process({});
    await new Promise((resolve) => setImmediate(resolve));
    for (let count = 0; count < 10_005; count++) await log.process({});
    expect(lost).toBe(5);
    release();
    await new Promise((resolve) => setImmediate(resolve));
    release();
    await log.close();
  });
});

describe('rotation', () => {
  it('puts a full file aside and keeps so many', async () => {
    const path = join(folder, 'audit.log');
    const old = join(folder, 'audit-2020-01-02T03-04-05.678.log');
    await writeFile(old, 'old');
    await writeFile(join(folder, 'audit-notes.log'), 'mine');
    const file = new RotatingFile(path, { maxSize: 1, maxAge: 0, maxBackups: 1 });
    const half = Buffer.alloc(600_000, 'x');
    await file.write(half);
    expect(await readdir(folder)).toHaveLength(3);
    await file.write(half);
    await file.close();
    const names = await readdir(folder);
    expect(names).toHaveLength(3);
    expect(names).toContain('audit-notes.log');
    expect(names).not.toContain('audit-2020-01-02T03-04-05.678.log');
    expect((await stat(path)).size).toBe(600_000);
  });

  it('deletes by age and goes on with the file of an earlier run', async () => {
    const path = join(folder, 'audit.log');
    await writeFile(join(folder, 'audit-2020-01-02T03-04-05.678.log'), 'old');
    await writeFile(path, Buffer.alloc(1_000_000));
    const file = new RotatingFile(path, { maxSize: 1, maxAge: 30, maxBackups: 0 });
    await file.open();
    await file.write(Buffer.alloc(100_000));
    await file.close();
    expect(await readdir(folder)).toHaveLength(2);
    expect(await readdir(folder)).not.toContain('audit-2020-01-02T03-04-05.678.log');
  });
});

describe('flags', () => {
  it('have the defaults of the version', () => {
    expect(auditLogDefaults(35)).toEqual({ mode: 'blocking', maxSize: 0, maxAge: 0, maxBackups: 0 });
    expect(auditLogDefaults(36)).toEqual({ mode: 'blocking', maxSize: 100, maxAge: 366, maxBackups: 100 });
  });

  it('are checked', () => {
    expect(auditLogErrors(options())).toEqual([]);
    expect(auditLogErrors(options({ maxAge: -1, maxSize: -2 }))).toEqual([
      "--audit-log-maxage -1 can't be a negative number",
      "--audit-log-maxsize -2 can't be a negative number",
    ]);
  });
});
