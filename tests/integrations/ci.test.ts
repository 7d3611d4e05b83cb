/** The GitHub Action's scripts and the pre-commit hook, run as their hosts run them. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readManifest } from '../../packages/manifest/src/index.js';
import { isInstalled, root, start } from './shell.test-support.js';

const RISKY = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
    - {name: app, image: registry.example/app:1, securityContext: {privileged: true}}
`;
const folder = mkdtempSync(join(tmpdir(), 'bulkhead-ci-'));
beforeAll(() => {
  mkdirSync(join(folder, 'deploy'));
  writeFileSync(join(folder, 'deploy/web.yaml'), RISKY);
  writeFileSync(join(folder, 'deploy/with blank.yaml'), RISKY.replace('web', 'blank'));
  writeFileSync(
    join(folder, 'settings.yaml'),
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: shop}\n',
  );
  writeFileSync(join(folder, 'workflow.yaml'), 'on: push\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const yaml = (file: string): unknown => readManifest(readFileSync(join(root, file), 'utf8')).documents[0]?.value;

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly { readonly run?: string; readonly env?: Readonly<Record<string, string>> }[];
  };
}

const action = yaml('action.yml') as Action;

/** Runs the action's scripts one after another as the runner does, inputs in their environment variables. */
function runAction(inputs: Readonly<Record<string, string>>): {
  status: number | null;
  log: string;
  summary: string;
  output: string;
} {
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') };
  for (const file of Object.values(files)) writeFileSync(file, '');
  let status: number | null = 0;
  let log = '';
  for (const { run, env = {} } of action.runs.steps) {
    if (run === undefined || status !== 0) continue;
    const values = Object.entries(env).map(([name, expression]) => {
      const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(expression)?.[1] ?? '';
      return [name, inputs[input] ?? action.inputs[input]?.default ?? `no input ${input}`];
    });
    const made = start('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], {
      cwd: folder,
      env: {
        ...Object.fromEntries(values),
        ...files,
        GITHUB_ACTION_PATH: root.replace(/\/$/, ''),
        RUNNER_TEMP: folder,
      },
    });
    status = made.status;
    log += made.stdout + made.stderr;
  }
  const [output = '', summary = ''] = Object.values(files).map((file) => readFileSync(file, 'utf8'));
  return { status, log, summary, output };
}

describe.skipIf(!isInstalled('bash'))('the GitHub Action', { timeout: 120_000 }, () => {
  it('hands no input to a script other than through the environment', () => {
    expect(action.runs.using).toBe('composite');
    for (const { run = '' } of action.runs.steps) expect(run).not.toContain('${{');
  });

  it('annotates, sums up and fails on what is severe enough', () => {
    const { status, log, summary } = runAction({ paths: 'deploy\nsettings.yaml\n' });
    expect(status).toBe(1);
    expect(log).toContain('::error file=deploy/web.yaml,line=');
    expect(log).toContain('file=deploy/with blank.yaml');
    expect(summary).toContain('# Bulkhead audit');
  });

  it('passes on what is not, in another format, version and with further arguments', () => {
    const inputs = { paths: 'deploy', 'fail-on': 'none', format: 'json', version: '1.30', summary: 'false' };
    const { status, log, summary } = runAction({ ...inputs, args: '--rules\npod-security/privileged' });
    expect([status, summary]).toEqual([0, '']);
    expect(JSON.parse(log)).toMatchObject({ kubernetesVersion: '1.30', summary: { critical: 2, high: 0 } });
  });

  it('makes a SARIF file to upload, and reads no input as a command', () => {
    const { status, output } = runAction({ paths: '$(touch hacked)\nsettings.yaml', 'upload-sarif': 'true' });
    expect(status).toBe(3);
    expect(output).toContain(`sarif=${folder}/bulkhead.sarif\n`);
    expect(JSON.parse(readFileSync(join(folder, 'bulkhead.sarif'), 'utf8')).version).toBe('2.1.0');
    expect(start('ls', ['hacked'], { cwd: folder }).status).not.toBe(0);
  });
});

describe.skipIf(!isInstalled('bash'))('the pre-commit hook', { timeout: 60_000 }, () => {
  const hooks = yaml('.pre-commit-hooks.yaml') as { readonly entry: string; readonly language: string }[];
  const hook = (entry: string, ...args: string[]): ReturnType<typeof start> => {
    const [program = '', ...words] = entry.split(' ');
    return start(join(root, program), [...words, ...args], { cwd: folder });
  };

  it('audits the files that it is given, and passes over what is not Kubernetes', () => {
    const entry = hooks[0]?.entry ?? '';
    expect(hooks.every(({ language }) => language === 'script')).toBe(true);
    expect(hook(entry, 'workflow.yaml', 'settings.yaml').status).toBe(0);
    expect(hook(entry, 'workflow.yaml').stdout).toBe('');
    const { status, stdout } = hook(entry, '--rules', 'pod-security', 'deploy/with blank.yaml', 'workflow.yaml');
    expect(status).toBe(1);
    expect(stdout).toContain('Pod shop/blank');
    expect(hook(entry, '--fail-on=none', 'deploy/web.yaml').status).toBe(0);
  });

  it('audits folders that its arguments name', () => {
    expect(hook(hooks[1]?.entry ?? '', 'deploy').status).toBe(1);
  });
});
