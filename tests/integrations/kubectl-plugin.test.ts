/** `kubectl bulkhead ...` through the real kubectl, from a link on the PATH. */
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isInstalled, PATH, root, start } from './shell.test-support.js';

const folder = mkdtempSync(join(tmpdir(), 'bulkhead-plugin-'));
for (const name of ['kubectl-bulkhead', 'kubectl_complete-bulkhead']) symlinkSync(join(root, name), join(folder, name));
afterAll(() => rmSync(folder, { recursive: true }));

const POD = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers: [{ name: 'app', image: 'a', securityContext: { privileged: true } }] },
});

const kubectl = (args: readonly string[], input = ''): ReturnType<typeof start> =>
  start('kubectl', args, { input, env: { PATH: [folder, PATH].join(delimiter), HOME: folder } });

describe.skipIf(!isInstalled('kubectl', ['version', '--client']))('kubectl bulkhead', { timeout: 60_000 }, () => {
  it('is found, and hands on arguments, input, output and the exit code', () => {
    expect(kubectl(['plugin', 'list']).stdout).toContain(join(folder, 'kubectl-bulkhead'));
    const { status, stdout } = kubectl(['bulkhead', 'audit', '-', '--format', 'json'], POD);
    expect(status).toBe(1);
    expect(JSON.parse(stdout).kind).toBe('AuditReport');
    expect(kubectl(['bulkhead', 'audit', '/no/such/file']).status).toBe(2);
  });

  it('completes', () => {
    const { stdout } = kubectl(['__complete', 'bulkhead', 'audit', '--format', 'j']);
    expect(stdout).toBe('json\thow the report is written\njunit\thow the report is written\n:0\n');
  });
});
