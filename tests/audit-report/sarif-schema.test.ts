/** SARIF reports against the published JSON schema, with the names of files and the texts that hostile input has. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { type AuditReport, type Finding, PROFILES, reporters, rules } from '../../packages/audit/src/index.js';
import { finding, options, report } from '../../packages/audit/src/reporters/report.test-support.js';
import { runCommand } from '../../packages/cli/src/commands/run-command.test-support.js';

const path = fileURLToPath(new URL('../../.tools/sarif-2.1.0.json', import.meta.url));
const isHere = existsSync(path);
if (!isHere) process.stderr.write('SKIPPED the schema of SARIF: not in .tools\n');

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

const sarif = (what: AuditReport): string => [...reporters.sarif(what, { ...options, rules, root: '/repo' })].join('');

const FILES = [
  '../../etc/passwd',
  '/etc/passwd',
  'file://x',
  'C:\\x',
  '%2e%2e/x',
  'a b\u0001\ud800.yaml',
  'x'.repeat(10_000),
];

const at = (file: string, line: number): Finding['locations'] => [{ file, line, column: 0, fieldPath: '' }];

/** A schema of draft 4, of which it uses nothing that later drafts read otherwise. */
interface Schema {
  readonly $schema?: string;
  readonly id?: string;
}

describe.skipIf(!isHere)('SARIF', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
  const { $schema: _draft4, id: _id, ...schema } = isHere ? (JSON.parse(readFileSync(path, 'utf8')) as Schema) : {};
  const validate = ajv.compile(schema);
  const problems = (text: string): unknown => {
    validate(JSON.parse(text));
    return validate.errors ?? [];
  };

  it('keeps to the schema for what the examples make', async () => {
    for (const profile of PROFILES) {
      const args = ['audit', examples, '--format', 'sarif', '--profile', profile];
      expect(problems((await runCommand(args)).stdout)).toEqual([]);
    }
  });

  it('keeps to the schema for hostile files and texts, and leads nowhere out of the root', () => {
    const findings = FILES.flatMap((file) => [
      finding({ locations: at(file, 0), message: '\u001b]0;x\u0007\n\u0000' }),
    ]);
    const text = sarif({
      ...report,
      findings,
      errors: FILES.map((file) => ({ file, line: 0, column: 0, message: '' })),
    });
    expect(problems(text)).toEqual([]);
    const uris = [...text.matchAll(/"uri":"([^"]*)"/g)].map(([, uri]) => uri ?? '');
    expect(uris.filter((uri) => /^(?:\/|[a-z]+:)|\.\.(?:\/|$)/i.test(uri))).toEqual([]);
    expect(text).toContain('in a file outside of the audited root: ../../etc/passwd');
  });

  it('splits what is more than code scanning takes', () => {
    const findings = Array.from({ length: 25_001 }, () => finding({}));
    const { runs } = JSON.parse(sarif({ ...report, findings })) as {
      runs: { results: unknown[]; automationDetails: { id: string } }[];
    };
    expect(runs.map(({ results }) => results.length)).toEqual([25_000, 1]);
    expect(runs.map(({ automationDetails }) => automationDetails.id)).toEqual(['bulkhead/1', 'bulkhead/2']);
  });
});
