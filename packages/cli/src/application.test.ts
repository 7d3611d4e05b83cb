import { describe, expect, it } from 'vitest';
import { runCommand } from './commands/run-command.test-support.js';

describe('bulkhead', () => {
  it('prints its version', async () => {
    expect(await runCommand(['--version'])).toEqual({ stdout: '9.9.9\n', stderr: '', exitCode: 0 });
  });

  it('teaches', async () => {
    const { stdout, exitCode } = await runCommand(['--help']);
    expect(exitCode).toBe(0);
    for (const command of ['audit', 'pss', 'effective', 'explain']) expect(stdout).toContain(`bulkhead ${command} `);
    expect((await runCommand(['audit', '--help'])).stdout).toContain('Exit codes: 0 nothing at or above --fail-on');
  });

  it.each([
    [['audti', 'x'], 'bulkhead: no command "audti", did you mean `audit`?\nTry --help.\n'],
    [
      ['audit', 'x', '--fromat', 'json'],
      /^bulkhead: No flag registered for --fromat, did you mean --format\?\nTry --help\.\n$/,
    ],
  ])('%j is answered with what was meant', async (args, stderr) => {
    const outcome = await runCommand(args);
    expect(outcome.exitCode).toBe(2);
    expect(outcome.stdout).toBe('');
    expect(outcome.stderr).toMatch(stderr);
  });
});
