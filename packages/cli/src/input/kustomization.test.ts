import { readManifest } from '@bulkhead/manifest';
import { describe, expect, it } from 'vitest';
import { isKustomizationName, kustomizationFiles } from './kustomization.js';

const read = (text: string) => kustomizationFiles(readManifest(text).documents[0]?.value);

describe('kustomizationFiles', () => {
  it('knows every field that names a file', () => {
    const text = `
resources: [a.yaml, ../base]
bases: [old]
components: [../component]
patches:
  - path: p1.yaml
  - patch: "- op: remove"
patchesStrategicMerge:
  - p2.yaml
  - |
    apiVersion: v1
    kind: Pod
  - '{"kind": "Pod"}'
patchesJson6902: [{path: p3.yaml, target: {kind: Pod}}]
replacements: [{path: r.yaml}, {source: {kind: Pod}}]
configurations: [c.yaml]
crds: [crd.json]
openapi: {path: schema.json}
configMapGenerator:
  - files: [plain.yaml, key=named.yaml]
    envs: [e.yaml]
    env: f.yaml
    literals: [url=https://a.example]
secretGenerator: [{files: [s.yaml]}]
helmCharts: [{name: x, valuesFile: v.yaml, additionalValuesFiles: [w.yaml]}]
generators: [g.yaml]
transformers: [t, "apiVersion: builtin\\nkind: PrefixTransformer"]
validators: [v.yaml]
`;
    expect(read(text)).toEqual({
      resources: ['a.yaml', '../base', 'old', '../component'],
      plugins: ['g.yaml', 't', 'apiVersion: builtin\nkind: PrefixTransformer', 'v.yaml'],
      parts: [
        'c.yaml',
        'crd.json',
        'p2.yaml',
        'p1.yaml',
        'p3.yaml',
        'r.yaml',
        'plain.yaml',
        'named.yaml',
        'e.yaml',
        'f.yaml',
        's.yaml',
        'schema.json',
        'v.yaml',
        'w.yaml',
      ],
    });
  });

  it.each([
    '[]',
    '1',
    'resources: 1\npatches: {path: x}',
    'resources: [1, null, {a: b}]\npatches: [null, 1]',
    '__proto__: {resources: [x]}',
  ])('takes nothing from %j', (text) => expect(read(text)).toEqual({ resources: [], plugins: [], parts: [] }));
});

it('knows the names that kustomize knows', () => {
  expect(['kustomization.yaml', 'kustomization.yml', 'Kustomization'].every(isKustomizationName)).toBe(true);
  expect(isKustomizationName('kustomization.json')).toBe(false);
});
