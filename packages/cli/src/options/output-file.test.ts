import { describe, expect, it } from 'vitest';
import { runCommand } from '../commands/run-command.test-support.js';
import { outputFile } from './output-file.js';

describe('--output', () => {
  it.each(['report.json', './json', 'json/', '-', '', 'JSON'])('%j is a file', (name) => {
    expect(outputFile(['table', 'json'])(name)).toBe(name);
  });

  it.each([
    ['json', ['table', 'json'], 'say --format json, or ./json'],
    ['yaml', ['table', 'json'], 'say --format with one of table, json, or ./yaml'],
    ['yaml', [], 'name a file, or - for stdout, or ./yaml'],
  ])('%s of formats %j is refused', (name, formats, advice) => {
    expect(() => outputFile(formats)(name)).toThrow(`--output ${name} would write a file named ${name}: ${advice}`);
  });

  it.each(['audit', 'fix', 'reach', 'paths', 'cve', 'dump'])('%s says it in one line', async (command) => {
    const { exitCode, stdout, stderr } = await runCommand([command, '-o', 'yaml'], { cwd: '/nowhere' });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^bulkhead: --output yaml would write a file named yaml: [^\n]*\.\/yaml\n$/);
  });
});
