/** Completion in the real shells, by the script that `bulkhead completion` prints. */
import { describe, expect, it } from 'vitest';
import { isInstalled, start } from './shell.test-support.js';

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/** What bash offers for words that it has taken apart; the last one is being written. */
function bash(...words: readonly string[]): string[] {
  const script = `
source <(bulkhead completion bash) || exit 1
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_bulkhead bulkhead
printf '%s\\n' "\${COMPREPLY[@]}"
complete -p bulkhead`;
  const { stdout, stderr } = start('bash', ['--norc', '-c', script, 'bash', ...words]);
  expect(stderr).toBe('');
  expect(stdout).toContain('complete -o default -F _bulkhead bulkhead\n');
  return lines(stdout).slice(0, -1);
}

/** The completion system of zsh, reduced to what the script asks of it. */
function zsh(...words: readonly string[]): string[] {
  const script = `
compdef() { :; }
_describe() { print -rl -- "\${(@P)4}"; }
_files() { print FILES; }
source <(bulkhead completion zsh) || exit 1
words=("$@"); CURRENT=$#
_bulkhead`;
  const { stdout, stderr } = start('zsh', ['-f', '-c', script, 'zsh', ...words]);
  expect(stderr).toBe('');
  return lines(stdout);
}

function fish(line: string): string[] {
  const script = `bulkhead completion fish | source; complete -C ${JSON.stringify(line)}`;
  return lines(start('fish', ['--no-config', '-c', script]).stdout).map((text) => text.split('\t')[0] ?? '');
}

const timeout = 60_000;

describe.skipIf(!isInstalled('bash'))('bash', { timeout }, () => {
  it('completes commands, flags, values and rules', () => {
    expect(bash('bulkhead', 'au')).toEqual(['audit']);
    expect(bash('bulkhead', '')).toContain('who-can');
    expect(bash('bulkhead', 'audit', '--fo')).toEqual(['--format']);
    expect(bash('bulkhead', 'audit', '--format', 'j')).toEqual(['json', 'junit']);
    expect(bash('bulkhead', 'audit', '--format', '=', 'm')).toEqual(['markdown']);
    expect(bash('bulkhead', 'audit', '--format', '=')).toContain('html');
    expect(bash('bulkhead', 'audit', 'x.yaml', '--rules', 'pod-security/priv')).toEqual([
      'pod-security/privileged',
      'pod-security/privilege-escalation',
    ]);
    expect(bash('bulkhead', 'audit', '--kubernetes-version', '1.3')).toContain('1.35');
    expect(bash('bulkhead', 'completion', 'f')).toEqual(['fish']);
  });

  it('leaves files to the shell where they may stand', () => {
    expect(bash('bulkhead', 'audit', 'dep')).toEqual([]);
    expect(start('bulkhead', ['__complete', 'audit', 'dep']).stdout).toBe(':0\n');
    expect(start('bulkhead', ['__complete', 'au']).stdout).toMatch(/^audit\t.*\n:4\n$/);
    expect(start('bulkhead', ['__complete', '$(touch /x)', '']).stdout).toBe(':0\n');
  });
});

describe.skipIf(!isInstalled('zsh'))('zsh', { timeout }, () => {
  it('completes commands, flags, values and files', () => {
    expect(zsh('bulkhead', 'au')).toEqual(['audit:findings in manifests, worst first, with the line and the fix']);
    expect(zsh('bulkhead', 'audit', '--format=j').map((line) => line.split(':')[0])).toEqual(['json', 'junit']);
    expect(zsh('bulkhead', 'audit', 'dep')).toEqual(['FILES']);
  });
});

describe.skipIf(!isInstalled('fish'))('fish', { timeout }, () => {
  it('completes commands, flags, values and files', () => {
    expect(fish('bulkhead au')).toEqual(['audit']);
    expect(fish('bulkhead audit --fail')).toEqual(['--fail-on']);
    expect(fish('bulkhead audit --format j')).toEqual(['json', 'junit']);
    expect(fish('bulkhead audit /et')).toEqual(['/etc/']);
  });
});
