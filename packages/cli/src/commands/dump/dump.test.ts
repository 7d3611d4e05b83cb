import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WANTED_KINDS } from '@bulkhead/client';
import { afterAll, describe, expect, it } from 'vitest';
import type { LiveState } from '../../live/read-live.js';
import { runCommand } from '../run-command.test-support.js';
import { dumpIndex, INDEX_FILE } from './dump-index.js';
import { checkDumpFolder, checkDumpParent, dumpStream, isDumpFile, writeDumpFolder } from './write-dump.js';

const folder = mkdtempSync(join(tmpdir(), 'bulkhead-dump-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  namespace: n\nspec: {}\n';
const pod = (path: string) => ({ name: 'cluster:n/Pod/a', path, text: POD });

const state: LiveState = {
  server: 'https://s',
  context: 'c',
  kubernetesVersion: 'v1.30.4-gke.1',
  objects: [pod('n/Pod/a.yaml')],
  gaps: [{ resource: 'secrets', message: 'not read: \u001b[31mno' }],
  notes: [],
};
const INDEX = dumpIndex(state, {
  time: new Date('2026-11-24T12:00:00Z'),
  namespace: undefined,
  includesSecrets: false,
});

describe('a dump', () => {
  it('has an index, by which it is as incomplete and of the same version later', async () => {
    const file = join(folder, 'dump.yaml');
    writeFileSync(file, [...dumpStream(INDEX, state.objects)].join(''));
    const { stdout, exitCode } = await runCommand(['audit', file, '--format', 'json', '--fail-on', 'none']);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      kubernetesVersion: '1.30',
      summary: { objects: 1, incomplete: true },
      errors: [{ file, message: 'secrets: not read: \\u001b[31mno' }],
    });
    const chosen = await runCommand(['audit', file, '--format', 'json', '--kubernetes-version', '1.33']);
    expect(JSON.parse(chosen.stdout).kubernetesVersion).toBe('1.33');
  });

  it.each([
    ['v1.99.0', '1.36', 'the cluster is 1.99, which is not supported: judged as 1.36'],
    ['', '1.35', "the cluster's version is not known: judged as 1.35"],
  ])('of version %j is judged as %s, and says so', async (kubernetesVersion, version, note) => {
    const file = join(folder, `v${version}.yaml`);
    const facts = { time: new Date(0), namespace: 'n', includesSecrets: true };
    const index = dumpIndex({ ...state, kubernetesVersion, gaps: [] }, facts);
    writeFileSync(file, [...dumpStream(index, state.objects)].join(''));
    const { stdout, stderr } = await runCommand(['audit', file, '--format', 'json']);
    expect(JSON.parse(stdout).kubernetesVersion).toBe(version);
    expect(stderr).toContain(note);
  });

  it('of a server that does not say its version is incomplete, and names the reason', async () => {
    const server = createServer(({ url = '' }, response) => {
      response.writeHead(url === '/version' ? 403 : 200, { 'content-type': 'application/json' });
      const items = url.startsWith('/api/v1/pods') ? [{ metadata: { name: 'a', namespace: 'n' }, spec: {} }] : [];
      const groups = [{ name: 'example.com', versions: [{ groupVersion: 'example.com/v1' }] }];
      const listed = WANTED_KINDS.find(({ resource }) => url.split('?')[0]?.endsWith(`/${resource}`));
      const kind = url === '/apis' ? 'APIGroupList' : `${listed?.kind}List`;
      response.end(JSON.stringify({ apiVersion: 'v1', kind, metadata: {}, items, groups, message: 'forbidden: no' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(
      kubeconfig,
      JSON.stringify({
        'current-context': 'c',
        clusters: [{ name: 'c', cluster: { server: `http://127.0.0.1:${port}` } }],
        contexts: [{ name: 'c', context: { cluster: 'c', user: 'c' } }],
        users: [{ name: 'c', user: {} }],
      }),
    );
    const { stdout, stderr, exitCode } = await runCommand(['dump', '--kubeconfig', kubeconfig, '--allow-http']);
    server.closeAllConnections();
    server.close();
    expect(stderr).toMatch(/^bulkhead: version: not read: .*forbidden: no$/m);
    expect(exitCode).toBe(3);
    expect(stdout).toContain('kind: Pod');
  });

  it('is a new folder for the user alone, with names that are taken twice kept apart', () => {
    const objects = [pod('n/Pod/a.yaml'), pod('n/Pod/a.yaml'), pod('_cluster/Node/b.yaml')];
    writeDumpFolder('new', folder, INDEX, objects);
    expect(readdirSync(join(folder, 'new'), { recursive: true, encoding: 'utf8' }).toSorted()).toEqual(
      [
        '_cluster',
        '_cluster/Node',
        '_cluster/Node/b.yaml',
        INDEX_FILE,
        'n',
        'n/Pod',
        'n/Pod/a.yaml',
        'n/Pod/a~1.yaml',
      ].toSorted(),
    );
    expect(readFileSync(join(folder, 'new/n/Pod/a.yaml'), 'utf8')).toBe(POD);
    expect(statSync(join(folder, 'new')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'new/n/Pod/a.yaml')).mode & 0o777).toBe(0o600);
  });

  it('replaces nothing', () => {
    mkdirSync(join(folder, 'full/x'), { recursive: true });
    mkdirSync(join(folder, 'empty'));
    symlinkSync(join(folder, 'empty'), join(folder, 'link'));
    expect(() => checkDumpFolder('full', folder)).toThrow('full is not empty');
    expect(() => checkDumpFolder('link', folder)).toThrow('is there and is no folder');
    expect(() => checkDumpFolder('empty', folder)).not.toThrow();
    expect(() => checkDumpFolder('absent', folder)).not.toThrow();
    expect(() => writeDumpFolder('no/where', folder, INDEX, [])).toThrow(
      'cannot write no/where: no such file or folder',
    );
    expect(() => checkDumpParent('no/where', folder)).toThrow('cannot write no/where: no such file or folder');
    expect(() => checkDumpParent('', folder)).toThrow('--output is empty');
    expect(() => checkDumpParent('absent', folder)).not.toThrow();
    const taken = join(folder, `.taken.${process.pid}.tmp`);
    mkdirSync(taken);
    expect(() => writeDumpFolder('taken', folder, INDEX, [])).toThrow('cannot write taken');
    expect(statSync(taken).isDirectory()).toBe(true);
    expect(['a.yaml', 'a.yml', 'a', '-'].map(isDumpFile)).toEqual([true, true, false, false]);
  });
});
