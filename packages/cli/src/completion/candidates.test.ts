import { describe, expect, it } from 'vitest';
import { application } from '../application.js';
import type { Context } from '../context.js';
import { candidates } from './candidates.js';
import { proposeRules, proposeVersions } from './propose.js';

const nowhere = { write: () => undefined };
const context = { process: { stdout: nowhere, stderr: nowhere } } as unknown as Context;
const ask = async (...words: string[]): Promise<string[]> =>
  (await candidates(application('1.0.0'), words, context)).map((line) => line.split('\t')[0] ?? '');

describe('candidates', () => {
  it.each([
    [['au'], ['audit', ':4']],
    [['nonsense', ''], [':0']],
    [['audit', ''], [':0']],
    [
      ['audit', '--fo'],
      ['--format', ':4'],
    ],
    [
      ['audit', '--format', 'ju'],
      ['junit', ':0'],
    ],
    [
      ['audit', '--format=ju'],
      ['junit', ':0'],
    ],
    [
      ['audit', '--profile', 'n'],
      ['nsa', ':0'],
    ],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish', ':0'],
    ],
  ])('%j offers %j', async (words, lines) => {
    expect(await ask(...words)).toEqual(lines);
  });

  it('is one line each, with the description behind a tab', async () => {
    const all = await candidates(application('1.0.0'), [''], context);
    expect(all[0]).toMatch(/^audit\t\S/);
    expect(all.every((line) => !line.includes('\n'))).toBe(true);
  });
});

describe('values', () => {
  it('are versions, and rules behind what a list has already', async () => {
    expect(proposeVersions('1.3')).toContain('1.36');
    expect(await proposeRules('rbac,pod-security/priv')).toEqual([
      'rbac,pod-security/privileged',
      'rbac,pod-security/privilege-escalation',
    ]);
    expect(await proposeRules('rb')).toContain('rbac');
  });
});
