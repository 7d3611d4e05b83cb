/**
 * Folders that try to make kustomize and helm do more than print manifests: fetch, execute, read elsewhere, take the
 * memory. The real programs are asked, from `.tools/bin` or the PATH.
 */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { type Input, type InputOptions, readInput } from '../packages/cli/src/input/index.js';
import { findTool, type Tool } from '../packages/cli/src/input/tool.js';

const PATH = [fileURLToPath(new URL('../.tools/bin', import.meta.url)), process.env.PATH ?? ''].join(delimiter);

const read = (cwd: string, paths: readonly string[], options: Partial<InputOptions> = {}): Promise<Input> =>
  readInput(paths, { cwd, stdin: Readable.from([]), env: { PATH, HOME: '/nowhere' }, ...options });

/** A suite that needs a program. */
function describeTool(tool: Tool, suite: () => void): void {
  const path = findTool(tool, { PATH });
  if (path === undefined) process.stderr.write(`SKIPPED ${tool}: it is neither in .tools/bin nor on the PATH\n`);
  describe.skipIf(path === undefined)(tool, suite);
}

const scratch = mkdtempSync(join(tmpdir(), 'bulkhead-tools-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let folders = 0;
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = join(scratch, String(folders++));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const names = ({ files }: Input): string[] => files.map(({ name, documents }) => `${name}: ${documents.length}`);
const messages = ({ errors }: Input): string[] => errors.map(({ file, message }) => `${file}: ${message}`);

const pod = (name: string): string => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n`;

/** A server on this machine that nobody may ask, and what it was asked. */
async function withServer(test: (url: string) => Promise<void>): Promise<string[]> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end(pod('fetched'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening server has an address and a port.
  await test(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  server.close();
  return asked;
}

describeTool('kustomize', () => {
  it('fetches nothing', async () => {
    const asked = await withServer(async (url) => {
      const folder = folderOf({
        'a/kustomization.yaml': `resources: [${url}/x.yaml]`,
        'b/kustomization.yaml': 'resources: [../a]',
        'c/kustomization.yaml': 'generators: [g.yaml]',
        'c/g.yaml': `apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: x}\nfiles: ["x=${url}/x"]`,
        'd/kustomization.yaml': `resources: ["git::${url}/repository"]`,
      });
      const input = await read(folder, ['a', 'b', 'c', 'd']);
      expect(input.files).toEqual([]);
      expect(messages(input)).toHaveLength(4);
    });
    expect(asked).toEqual([]);
  });

  it('executes nothing, and reads nothing outside', async () => {
    const folder = folderOf({
      'secret.yaml': pod('secret'),
      'exec/kustomization.yaml': 'transformers: [t.yaml]\nresources: [pod.yaml]',
      'exec/pod.yaml': pod('a'),
      'exec/t.yaml':
        'apiVersion: x/v1\nkind: X\nmetadata:\n  name: x\n  annotations:\n    config.kubernetes.io/function: "exec: {path: ./run.sh}"\n',
      'exec/run.sh': `#!/bin/sh\ntouch ${scratch}/executed\n`,
      'outside/kustomization.yaml': 'resources: [../secret.yaml]',
    });
    chmodSync(join(folder, 'exec/run.sh'), 0o755);
    const input = await read(folder, ['exec', 'outside']);
    expect(names(input)).toEqual(['exec/pod.yaml: 1']);
    expect(messages(input)).toEqual([
      expect.stringMatching(/^exec: the kustomization is not built, its files are read one by one: /),
      expect.stringMatching(/^outside: the kustomization is not built.*security; file .* is not in or below/),
    ]);
    expect(existsSync(join(scratch, 'executed'))).toBe(false);
  });
});

describeTool('helm', () => {
  it('fetches and executes nothing, whatever the chart calls itself', async () => {
    const asked = await withServer(async (url) => {
      const folder = folderOf({
        'name/Chart.yaml': `apiVersion: v2\nname: "--post-renderer=../run.sh"\nversion: 1.0.0\n`,
        'name/templates/x.yaml': pod('{{ .Release.Name }}'),
        'run.sh': `#!/bin/sh\ntouch ${scratch}/executed\n`,
        'schema/Chart.yaml': 'apiVersion: v2\nname: s\nversion: 1.0.0\n',
        'schema/values.schema.json': `{"$ref": "${url}/schema.json"}`,
        'schema/templates/x.yaml': pod('x{{ lookup "v1" "Secret" "a" "b" | len }}'),
      });
      chmodSync(join(folder, 'run.sh'), 0o755);
      const input = await read(folder, ['schema', 'name']);
      expect(names(input)).toEqual(expect.arrayContaining(['schema/templates/x.yaml (rendered): 1']));
    });
    expect(asked).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')('is stopped when a template asks for the whole memory', async () => {
    const folder = folderOf({
      'Chart.yaml': 'apiVersion: v2\nname: bomb\nversion: 1.0.0\n',
      'templates/x.yaml': '{{ range until 2000000000 }}x{{ end }}',
    });
    const input = await read(folder, ['.'], { limits: { toolMemoryBytes: 512 * 1024 ** 2 } });
    expect(messages(input)).toEqual([
      '.: the chart is not rendered, its templates are not read: it needs more than 512 MiB of memory; render it with your values and pipe the result into "-"',
    ]);
  });
});
