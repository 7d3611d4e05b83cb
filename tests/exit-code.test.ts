/** The program as it is started: exit codes reach the shell. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const launcher = fileURLToPath(new URL('../bulkhead', import.meta.url));
const ROLE = JSON.stringify({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'r' },
});

const start = (args: readonly string[]) => spawnSync(launcher, args, { input: ROLE, encoding: 'utf8' });

describe.skipIf(process.platform === 'win32')('the program', () => {
  it.each([
    { args: ['--version'], status: 0 },
    { args: ['can', '--help'], status: 0 },
    { args: ['can', 'get', 'pods', '--files', '-', '--as-group', 'system:masters'], status: 0 },
    { args: ['can', 'get', 'pods', '--files', '-', '--as', 'ann'], status: 1 },
    { args: ['can', 'get', 'pods', '--files', '-'], status: 2 },
    { args: ['audit', '/nowhere/at/all'], status: 2 },
    { args: ['audit', '--frob'], status: 2 },
    { args: ['frob'], status: 2 },
  ])('ends with $status: $args', { timeout: 60_000 }, ({ args, status }) => {
    expect(start(args).status).toBe(status);
  });
});
