import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { folderOf } from './folder.test-support.js';
import { DEFAULT_LIMITS, type InputLimits } from './limits.js';
import { createToolRunner, findTool, type ToolRunner } from './tool.js';

/** A folder with a program of this name. */
function programs(name: string, script: string): string {
  const folder = folderOf({ [name]: `#!/bin/sh\n${script}\n` });
  chmodSync(join(folder, name), 0o755);
  return folder;
}

function runner(
  script: string,
  limits: Partial<InputLimits> = {},
  environment: Record<string, string> = {},
): ToolRunner {
  const path = `${programs('helm', script)}:${process.env.PATH ?? ''}`;
  const created = createToolRunner({ ...environment, PATH: path }, { ...DEFAULT_LIMITS, ...limits });
  onTestFinished(() => created.close());
  return created;
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

describe.skipIf(process.platform === 'win32')('a tool', () => {
  it('gets its arguments as they are', async () => {
    const result = await runner('printf "[%s]" "$@"').run('helm', ['a b', '$(id)', '`id`', '; id', '*']);
    expect(result.kind === 'done' && text(result.output)).toBe('[a b][$(id)][`id`][; id][*]');
  });

  it('has an environment of its own: no credentials, no settings, no network, an empty folder', async () => {
    const { run, close } = runner(
      'env | sort; pwd; ls -A',
      {},
      { HOME: '/home/x', SECRET: 's', KUBECONFIG: '/k', HELM_PLUGINS: '/p' },
    );
    const result = await run('helm', []);
    const lines = result.kind === 'done' ? text(result.output).trim().split('\n') : [];
    const folder = lines.at(-1) ?? '';
    const environment = new Map(
      lines.slice(0, -1).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    expect(environment.get('HOME')).toBe('/home/x');
    expect(environment.has('SECRET')).toBe(false);
    expect(environment.get('KUBECONFIG')).toBe('/dev/null');
    expect(environment.get('HELM_PLUGINS')).toBe(`${environment.get('TMPDIR')}/plugins`);
    expect(environment.get('HTTPS_PROXY')).toBe('http://127.0.0.1:9');
    expect(environment.get('GIT_ALLOW_PROTOCOL')).toBe('none');
    expect(existsSync(folder)).toBe(true);
    close();
    expect(existsSync(folder)).toBe(false);
  });

  it.each<[string, string, Partial<InputLimits>, string]>([
    ['says why it failed', 'echo "WARNING: x" >&2; echo "Error: no   such\nthing" >&2; exit 1', {}, 'no such thing'],
    ['fails without a word', 'exit 3', {}, 'Command failed'],
    ['hangs', 'exec sleep 20', { toolTimeoutMs: 200 }, 'it did not finish within 1 seconds'],
    ['leaves a child that hangs', 'sleep 20', { toolTimeoutMs: 200 }, 'it did not finish within 1 seconds'],
    ['prints too much', 'exec yes', { fileBytes: 100_000 }, 'it prints more than 1 MiB'],
    ['is killed', 'kill -9 $$', {}, 'Command failed'],
    ['tries to drive the terminal', 'printf "Error: \\033[2J" >&2; exit 1', {}, '\\u001b[2J'],
  ])('%s', async (_, script, limits, reason) => {
    const result = await runner(script, limits).run('helm', []);
    expect(result).toEqual({ kind: 'failed', reason: expect.stringContaining(reason) });
  });

  it.skipIf(process.platform !== 'linux')('is stopped when it takes too much memory', async () => {
    const script = `exec ${process.execPath} -e 'const all = []; for (;;) all.push(Buffer.alloc(1 << 20, 1))'`;
    expect(await runner(script, { toolMemoryBytes: 200 * 1024 ** 2 }).run('helm', [])).toEqual({
      kind: 'failed',
      reason: 'it needs more than 200 MiB of memory',
    });
  });

  it('gets no more time than all together', async () => {
    const { run } = runner('exec sleep 0.2', { toolTotalMs: 100 });
    expect((await run('helm', [])).kind).toBe('failed');
    expect(await run('helm', [])).toEqual({ kind: 'failed', reason: 'kustomize and helm took too long altogether' });
  });

  it('may be missing, or be no program', async () => {
    const { run } = createToolRunner({}, DEFAULT_LIMITS);
    expect(await run('helm', [])).toEqual({ kind: 'missing' });
    const folder = folderOf({ 'kustomize/x': '', kubectl: '' });
    mkdirSync(join(folder, 'helm'));
    for (const tool of ['helm', 'kustomize', 'kubectl'] as const)
      expect(findTool(tool, { PATH: folder })).toBeUndefined();
  });

  it('is not looked for in the folder that is read', () => {
    const folder = programs('helm', 'true');
    expect(findTool('helm', { PATH: `:.:bin:${folder}` })).toBe(`${folder}/helm`);
    expect(findTool('helm', { PATH: '.:' })).toBeUndefined();
  });
});
