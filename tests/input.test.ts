/**
 * Input as users have it: real repositories, and kustomize, kubectl and helm as they are installed. Suites whose tool
 * is missing are skipped, loudly.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeShared } from '../conformance/shared.js';
import { type Input, type InputOptions, readInput } from '../packages/cli/src/input/index.js';
import { findTool, type Tool } from '../packages/cli/src/input/tool.js';

const TOOLS = fileURLToPath(new URL('../.tools/bin', import.meta.url));
const env = { ...process.env, PATH: `${TOOLS}${delimiter}${process.env.PATH ?? ''}` };

function describeTool(tool: Tool, suite: (environment: InputOptions['env']) => void): void {
  const path = findTool(tool, env);
  if (path !== undefined) {
    // Nothing but the one tool is found.
    describe(`with ${tool}`, () => suite({ ...env, PATH: dirname(path) }));
    return;
  }
  process.stderr.write(`SKIPPED input with ${tool}: it is neither in .tools/bin nor on the PATH\n`);
  describe.skip(`with ${tool} (not installed)`, () => undefined);
}

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-input-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const read = (cwd: string, path: string, options: Partial<InputOptions> = {}): Promise<Input> =>
  readInput([path], { cwd, stdin: Readable.from([]), env, ...options });

const namesOf = ({ files }: Input): string[] => files.map(({ name }) => name);

const objectsOf = ({ files }: Input): string[] =>
  files.flatMap(({ documents }) =>
    documents.map(({ value }) => {
      const { kind, metadata } = value as { readonly kind: string; readonly metadata?: { readonly name?: string } };
      return `${kind}/${metadata?.name}`;
    }),
  );

const errorsOf = ({ errors }: Input): string[] =>
  errors.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);

const count = ({ files }: Input): number => files.reduce((sum, { documents }) => sum + documents.length, 0);

const pod = (name: string): string => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n`;

function kustomizationSuite(environment: InputOptions['env']): void {
  const base = { 'base/kustomization.yaml': 'resources: [pod.yaml]\n', 'base/pod.yaml': pod('a') };
  const options = environment === undefined ? {} : { env: environment };

  it('builds an overlay', async () => {
    const folder = folderOf({
      ...base,
      'overlay/kustomization.yaml': 'namePrefix: prod-\nresources: [../base]\n',
      'overlay/unused.yaml': pod('unused'),
    });
    const input = await read(folder, 'overlay', options);
    expect(errorsOf(input)).toEqual([]);
    expect(objectsOf(input)).toEqual(['Pod/prod-a']);
  });

  it('fetches nothing', async () => {
    const folder = folderOf({
      'a/kustomization.yaml': 'resources: [pod.yaml, "https://127.0.0.1:1/x.yaml"]\n',
      'a/pod.yaml': pod('a'),
    });
    const input = await read(folder, 'a', options);
    expect(errorsOf(input)).toEqual([expect.stringMatching(/^a:1:1: .*https:\/\/127\.0\.0\.1:1\/x\.yaml/)]);
    expect(objectsOf(input)).toEqual(['Pod/a']);
  });

  it('says what is wrong with a kustomization, and reads its files', async () => {
    const folder = folderOf({ ...base, 'base/kustomization.yaml': 'resources: [pod.yaml, gone.yaml]\n' });
    const input = await read(folder, 'base', options);
    expect(errorsOf(input)).toEqual([expect.stringMatching(/^base:1:1: the kustomization is not built.*gone\.yaml/)]);
    expect(errorsOf(input).join()).not.toContain(folder);
    expect(objectsOf(input)).toEqual(['Pod/a']);
  });

  it('does not let a kustomization read files outside of its folder', async () => {
    const secret = folderOf({ 'secret.yaml': pod('secret') });
    const folder = folderOf({ ...base, 'base/kustomization.yaml': 'resources: [pod.yaml, link.yaml]\n' });
    symlinkSync(join(secret, 'secret.yaml'), join(folder, 'base/link.yaml'));
    const input = await read(folder, 'base', options);
    expect(objectsOf(input)).toEqual(['Pod/a']);
    expect(input.errors.length).toBeGreaterThan(0);
  });
}

describeTool('kustomize', kustomizationSuite);
describeTool('kubectl', kustomizationSuite);

describeTool('helm', (environment) => {
  const options = environment === undefined ? {} : { env: environment };
  const chart = {
    'shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
    'shop/values.yaml': 'name: web\n',
    'shop/templates/pod.yaml': `{{ if .Values.name }}\n${pod('{{ .Values.name }}')}{{ end }}\n`,
    'shop/templates/version.yaml': `${pod('version')}  labels: {minor: "{{ .Capabilities.KubeVersion.Minor }}"}\n`,
    'shop/crds/crd.yaml':
      'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: xs.example.com}\n',
    'pod.yaml': pod('beside'),
  };

  it('renders a chart, whether it is named or found', async () => {
    const folder = folderOf(chart);
    const found = await read(folder, '.', options);
    expect(errorsOf(found)).toEqual([]);
    const names = [
      'shop/crds/crd.yaml (rendered)',
      'shop/templates/pod.yaml (rendered)',
      'shop/templates/version.yaml (rendered)',
    ];
    expect(namesOf(found)).toEqual(['pod.yaml', ...names]);
    expect(objectsOf(found)).toContain('Pod/web');
    const named = await read(folder, 'shop', options);
    expect(errorsOf(named)).toEqual([]);
    expect(namesOf(named)).toEqual(names);
  });

  it('renders for the version that is asked about', async () => {
    const { files } = await read(folderOf(chart), 'shop', { ...options, kubernetesVersion: '1.29' });
    const version = files.find(({ name }) => name.includes('version.yaml'))?.documents[0];
    expect(version?.value).toMatchObject({ metadata: { labels: { minor: '29' } } });
  });

  it.each([
    ['a template that fails', { 'shop/templates/pod.yaml': '{{ fail "no luck" }}' }, /no luck/],
    [
      'a dependency that is not there',
      {
        'shop/Chart.yaml':
          'apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies: [{name: db, version: 1.0.0, repository: "https://127.0.0.1:1"}]\n',
      },
      /db/,
    ],
  ])('%s costs one error, and the rest is read', async (_, files, message) => {
    const input = await read(folderOf({ ...chart, ...files }), '.', options);
    expect(errorsOf(input)).toEqual([expect.stringMatching(/^shop:1:1: the chart is not rendered/)]);
    expect(errorsOf(input)[0]).toMatch(message);
    expect(objectsOf(input)).toContain('Pod/beside');
  });

  it('ends a template that goes on for ever', async () => {
    const endless =
      '{{ define "x" }}{{ range until 100000 }}{{ range until 100000 }}.{{ end }}{{ end }}{{ end }}{{ include "x" . }}';
    const limits = { toolTimeoutMs: 1500 };
    const input = await read(folderOf({ ...chart, 'shop/templates/pod.yaml': endless }), '.', { ...options, limits });
    expect(errorsOf(input)).toEqual([expect.stringMatching(/^shop:1:1: the chart is not rendered.*(seconds|memory)/)]);
    expect(objectsOf(input)).toContain('Pod/beside');
  });

  it.each([
    ['-a', [], ['Pod/release']],
    [
      '--post-renderer=/bin/true',
      [expect.stringContaining('chart.metadata.name "--post-renderer=/bin/true" is invalid')],
      [],
    ],
  ])('does not take a chart named %s for an option', async (name, errors, objects) => {
    const folder = folderOf({
      'shop/Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`,
      'shop/templates/pod.yaml': pod('{{ .Release.Name }}'),
    });
    const input = await read(folder, 'shop', options);
    expect(errorsOf(input)).toEqual(errors);
    expect(objectsOf(input)).toEqual(objects);
  });
});

/** Every file of a folder that may hold manifests. */
const manifestsIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(ya?ml|json)$/.test(name));

describeShared('real repositories', (shared) => {
  const cwd = join(shared, 'fixtures/manifests');
  const bare = { env: {} };

  it('kube-prometheus: each file is read as it is', async () => {
    const input = await read(cwd, 'kube-prometheus', bare);
    expect(errorsOf(input)).toEqual([]);
    expect(input.notes).toEqual([]);
    expect(namesOf(input)).toEqual(
      manifestsIn(join(cwd, 'kube-prometheus'))
        .map((name) => `kube-prometheus/${name}`)
        .sort(),
    );
  });

  it('microservices-demo without tools: manifests, a chart that is told of, kustomizations read file by file', async () => {
    const input = await read(cwd, 'microservices-demo', bare);
    expect(errorsOf(input)).toEqual([
      'microservices-demo/helm-chart:1:1: the chart is not rendered, its templates are not read: install helm (https://helm.sh/docs/intro/install/), or pipe what it renders into "-"',
    ]);
    expect(input.notes).toEqual([
      '20 kustomizations (microservices-demo/kustomize/base, microservices-demo/kustomize/components/alloydb, microservices-demo/kustomize/components/container-images-registry and 17 more): their files are read one by one; give the folder of one to see what it builds',
      'not read as manifests, kustomizations name them as patches or settings: microservices-demo/kustomize/components/without-loadgenerator/delete-loadgenerator.patch.yaml',
    ]);
    const accounted = manifestsIn(join(cwd, 'microservices-demo'))
      .filter((name) => !/^helm-chart\/|kustomization\.yaml$|delete-loadgenerator/.test(name))
      .map((name) => `microservices-demo/${name}`);
    expect(namesOf(input)).toEqual(accounted.sort());
  });

  it('kubernetes-goat without tools: its chart is told of, all else is read', async () => {
    const input = await read(cwd, 'kubernetes-goat', bare);
    expect(errorsOf(input)).toEqual([
      'kubernetes-goat/scenarios/metadata-db:1:1: the chart is not rendered, its templates are not read: install helm (https://helm.sh/docs/intro/install/), or pipe what it renders into "-"',
    ]);
    expect(input.notes).toEqual([]);
    const others = manifestsIn(join(cwd, 'kubernetes-goat')).filter((name) => !name.includes('metadata-db/'));
    expect(namesOf(input)).toEqual(others.map((name) => `kubernetes-goat/${name}`).sort());
  });

  describeTool('kustomize', () => {
    it('microservices-demo/kustomize is built whole', async () => {
      const input = await read(cwd, 'microservices-demo/kustomize');
      expect(errorsOf(input)).toEqual([]);
      expect(namesOf(input)).toEqual(['microservices-demo/kustomize']);
      expect(count(input)).toBe(35);
    });

    it('a component is not built by itself', async () => {
      const path = 'microservices-demo/kustomize/components/alloydb';
      const [error, ...others] = errorsOf(await read(cwd, path));
      expect(error).toMatch(new RegExp(`^${path}:1:1: the kustomization is not built, .*no matches for Id Deployment`));
      expect(others).toEqual([]);
    });
  });

  describeTool('helm', () => {
    it('microservices-demo is read with its chart rendered', async () => {
      const input = await read(cwd, 'microservices-demo');
      expect(errorsOf(input)).toEqual([]);
      const rendered = namesOf(input).filter((name) => name.endsWith(' (rendered)'));
      const templates = readdirSync(join(cwd, 'microservices-demo/helm-chart/templates'));
      for (const name of rendered) {
        expect(templates).toContain(/^microservices-demo\/helm-chart\/templates\/(.+) \(rendered\)$/.exec(name)?.[1]);
      }
      expect(rendered.length).toBeGreaterThan(10);
    });

    it('kubernetes-goat: its chart lacks a helper, in one line', async () => {
      const errors = errorsOf(await read(cwd, 'kubernetes-goat'));
      expect(errors).toEqual([
        expect.stringMatching(
          /^kubernetes-goat\/scenarios\/metadata-db:1:1: the chart is not rendered, .*no template "metadata-db\.fullname"/,
        ),
      ]);
    });
  });
});
