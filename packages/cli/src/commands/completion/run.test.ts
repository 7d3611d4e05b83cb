import { expect, it } from 'vitest';
import { runCommand } from '../run-command.test-support.js';

it.each(['bash', 'zsh', 'fish'])('prints the script of %s', async (shell) => {
  const { stdout, exitCode } = await runCommand(['completion', shell]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`${shell} completion for bulkhead`);
  expect(stdout).toContain('__complete');
});

it('knows no other shell', async () => {
  const { stderr, exitCode } = await runCommand(['completion', 'tcsh']);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('expected bash, zsh, fish, not "tcsh"')]);
});
