import { describe, expect, it } from 'vitest';
import { realDisk } from './disk.js';
import { folderOf } from './folder.test-support.js';
import { buildKustomization } from './kustomize.js';
import type { RunTool, ToolResult } from './tool.js';

const done: ToolResult = { kind: 'done', output: Buffer.from('x') };

function recorder(results: Partial<Record<string, ToolResult>>): { run: RunTool; asked: string[] } {
  const asked: string[] = [];
  const run: RunTool = async (tool, args) => {
    asked.push([tool, ...args].join(' '));
    return results[tool] ?? { kind: 'missing' };
  };
  return { run, asked };
}

describe('buildKustomization', () => {
  it('asks kustomize, then kubectl', async () => {
    const path = folderOf({ 'kustomization.yaml': '' });
    const place = { path, name: 'k' };
    const first = recorder({ kustomize: done, kubectl: done });
    expect((await buildKustomization(place, first.run, realDisk)).kind).toBe('built');
    expect(first.asked).toEqual([`kustomize build ${path}`]);
    const second = recorder({ kubectl: done });
    expect((await buildKustomization(place, second.run, realDisk)).kind).toBe('built');
    expect(second.asked).toEqual([`kustomize build ${path}`, `kubectl kustomize ${path}`]);
  });

  it('does not try kubectl where kustomize says no, and names the folder as the user does', async () => {
    const path = folderOf({ 'kustomization.yaml': '' });
    const { run, asked } = recorder({ kustomize: { kind: 'failed', reason: `no file ${path}/x.yaml` }, kubectl: done });
    expect(await buildKustomization({ path, name: 'k' }, run, realDisk)).toEqual({
      kind: 'failed',
      message: 'the kustomization is not built, its files are read one by one: no file k/x.yaml',
    });
    expect(asked).toHaveLength(1);
  });

  it.each<[string, Record<string, string>, string]>([
    ['a resource', { 'k/kustomization.yaml': 'resources: ["HTTPS://a.example/x.yaml"]' }, 'HTTPS://a.example/x.yaml'],
    [
      'a base of a base, in a circle',
      {
        'k/kustomization.yml': 'resources: [../b]',
        'b/Kustomization': 'components: [../c, ../k]',
        'c/kustomization.yaml': 'patches: [{path: http://127.0.0.1/x}]',
      },
      'http://127.0.0.1/x',
    ],
    [
      'a generator',
      { 'k/kustomization.yaml': 'configMapGenerator: [{files: ["a=http://a.example"]}]' },
      'http://a.example',
    ],
    [
      'the settings of a plugin',
      {
        'k/kustomization.yaml': 'generators: [g.yaml]',
        'k/g.yaml': 'kind: ConfigMapGenerator\nfiles: [http://localhost/x]',
      },
      'a remote file named in g.yaml',
    ],
    [
      'a plugin in a folder',
      {
        'k/kustomization.yaml': 'generators: [g]',
        'k/g/kustomization.yaml': 'resources: [x.yaml]',
        'k/g/x.yaml': 'f: [http://b]',
      },
      'a remote file named in x.yaml',
    ],
    [
      'a plugin in place',
      { 'k/kustomization.yaml': 'transformers: ["a: b\\nc: http://b"]' },
      'a remote file named in a plugin',
    ],
  ])('refuses %s that is elsewhere', async (_, files, remote) => {
    const { run, asked } = recorder({ kustomize: done });
    const built = await buildKustomization({ path: `${folderOf(files)}/k`, name: 'k' }, run, realDisk);
    expect(built).toEqual({
      kind: 'failed',
      message: `the kustomization is not built, its files are read one by one: it reads ${remote}, and nothing is fetched; build it yourself and pipe the result into "-"`,
    });
    expect(asked).toEqual([]);
  });

  it('builds where an address is a mere value', async () => {
    const path = folderOf({
      'kustomization.yaml': 'configMapGenerator: [{literals: ["url=http://a.example"]}]\nresources: [a.yaml, missing]',
      'a.yaml': 'url: http://a.example',
    });
    expect((await buildKustomization({ path, name: 'k' }, recorder({ kustomize: done }).run, realDisk)).kind).toBe(
      'built',
    );
  });
});
