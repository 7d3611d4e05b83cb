import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'bulkhead-up-'));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command; `onLine` sees what it prints, and may send signals. */
function run(
  args: readonly string[],
  onLine: (line: string, kill: (signal: NodeJS.Signals) => void) => void = () => {},
) {
  return new Promise<Ended>((resolve, reject) => {
    const child = spawn(join(root, 'bulkhead'), [...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      const before = stdout.split('\n').length - 1;
      stdout += chunk.toString('utf8');
      for (const line of stdout.split('\n').slice(before, -1)) onLine(line, (signal) => child.kill(signal));
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString('utf8');
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

const up = (state: string, ...more: string[]): string[] => [
  'up',
  '--state',
  join(directory, state),
  '--listen',
  '127.0.0.1:0',
  '--output',
  'json',
  ...more,
];

describe('bulkhead up', () => {
  it('says when it is ready, stops on a signal, and keeps its keys to itself', async () => {
    const { code, stdout } = await run(up('a'), (line, kill) => {
      if (line.includes('"ready"')) kill('SIGTERM');
    });
    const [ready, stopped] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(ready).toMatchObject({ event: 'ready', kubeconfig: join(directory, 'a', 'kubeconfig') });
    expect(stopped).toEqual({ event: 'stopped' });
    expect(code).toBe(0);
    expect(statSync(join(directory, 'a', 'kubeconfig')).mode & 0o777).toBe(0o600);
  }, 60_000);

  it('refuses a state that another one holds, in one line', async () => {
    let second: Promise<Ended> | undefined;
    await run(up('b'), (line, kill) => {
      if (!line.includes('"ready"')) return;
      second = run(up('b')).finally(() => kill('SIGTERM'));
    });
    const { code, stderr } = (await second) ?? { code: 0, stderr: '' };
    expect(code).not.toBe(0);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }, 60_000);

  it.each([
    [['--listen', 'nowhere'], /give an address and a port/],
    [['--node', 'local'], /the node agent is not there yet/],
    [['--node', 'simulated', '--nodes', '1025'], /--nodes 1025: at most 1024/],
    [['--runtime-config', 'api\u002Fall=maybe'], /use true or false/],
    [['--kubernetes-version', '1.12'], /1\.27/],
    [['--feature-gates', 'Nope=true'], /Nope/],
  ])(
    'refuses %j',
    async (flags, text) => {
      const { code, stderr } = await run(['up', '--state', join(directory, 'c'), ...flags]);
      expect(code).toBe(2);
      expect(stderr).toMatch(text);
    },
    60_000,
  );
});

describe('bulkhead apiserver', () => {
  it.each([
    [[], /service-account-issuer is a required flag/],
    [['--authorization-mode', 'Nope'], /service-account|Nope/],
    [['--storage', 'paper:x'], /service-account|lmdb:DIR/],
  ])(
    'refuses %j',
    async (flags, text) => {
      const { code, stderr } = await run(['apiserver', ...flags]);
      expect(code).toBe(2);
      expect(stderr).toMatch(text);
    },
    60_000,
  );
});
