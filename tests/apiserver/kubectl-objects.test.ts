/** What people do to objects with kubectl. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sleep } from './http-client.test-support.js';
import { hasKubectl, Kubectl } from './kubectl.test-support.js';
import { type RunningServer, startServer } from './server.test-support.js';

const DEPLOYMENT = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: a, image: "registry.example/a:1", ports: [{containerPort: 80}]}
      - {name: b, image: "registry.example/b:1"}
`;

describe.skipIf(!hasKubectl)('kubectl and objects', () => {
  let server: RunningServer;
  let kubectl: Kubectl;
  beforeAll(async () => {
    server = await startServer();
    kubectl = new Kubectl(server);
    // Sends protobuf.
    expect(await kubectl.run('create namespace shop')).toBe('namespace/shop created\n');
    await kubectl.run('config set-context --current --namespace shop');
  }, 60_000);
  afterAll(async () => {
    kubectl.close();
    expect(await server.stop()).toBe(0);
  });

  it('create, get in every form, delete', async () => {
    await kubectl.run('create configmap one --from-literal=k=v');
    expect(await kubectl.json('get configmap one')).toMatchObject({ kind: 'ConfigMap', data: { k: 'v' } });
    expect(await kubectl.run('get configmap one -o yaml')).toMatch(/^apiVersion: v1\ndata:\n {2}k: v\n/);
    expect(await kubectl.run('get configmap one -o name')).toBe('configmap/one\n');
    expect(await kubectl.run('get configmap one -o jsonpath={.data.k}')).toBe('v');
    expect(await kubectl.run('get configmap one --no-headers')).toMatch(/^one +1 +\d+s\n$/);
    expect(await kubectl.run('get configmaps -A -o wide')).toMatch(/^NAMESPACE +NAME +DATA +AGE\n/);
    expect(await kubectl.run('delete configmap one')).toContain('"one" deleted');
    const gone = await kubectl.try(['get', 'configmap', 'one']);
    expect(gone).toMatchObject({ code: 1, stderr: 'Error from server (NotFound): configmaps "one" not found\n' });
  });

  it('create refuses what is there, and what is invalid', async () => {
    const again = await kubectl.try(['create', 'namespace', 'shop']);
    expect(again.stderr).toBe('Error from server (AlreadyExists): namespaces "shop" already exists\n');
    const invalid = await kubectl.try(['create', 'configmap', 'UPPER']);
    expect(invalid.stderr).toContain('ConfigMap "UPPER" is invalid: metadata.name: Invalid value: "UPPER"');
  });

  it('apply, apply again, apply a change, diff', async () => {
    const apply = (input: string, ...args: string[]) => kubectl.run(['apply', '-f', '-', ...args].join(' '), { input });
    expect(await apply(DEPLOYMENT)).toBe('deployment.apps/web created\n');
    expect(await apply(DEPLOYMENT)).toBe('deployment.apps/web unchanged\n');
    const changed = DEPLOYMENT.replace('replicas: 1', 'replicas: 3').replace('"registry.example/b:1"', '"b:2"');
    const diff = await kubectl.try(['diff', '-f', '-'], { input: changed });
    expect(diff.code, diff.stderr).toBe(1);
    expect(diff.stdout).toMatch(/^- {2}replicas: 1$/m);
    expect(diff.stdout).toMatch(/^\+ {2}replicas: 3$/m);
    expect(await apply(changed)).toBe('deployment.apps/web configured\n');
    expect((await kubectl.try(['diff', '-f', '-'], { input: changed })).code).toBe(0);
    expect(await kubectl.run('get deployment web -o jsonpath={.spec.template.spec.containers[*].image}')).toBe(
      'registry.example/a:1 b:2',
    );
  });

  it('server-side apply names who holds a field', async () => {
    const map = (value: string) => `{apiVersion: v1, kind: ConfigMap, metadata: {name: held}, data: {k: ${value}}}`;
    const apply = (value: string, ...args: string[]) =>
      kubectl.try(['apply', '--server-side', '-f', '-', ...args], { input: map(value) });
    expect((await apply('one')).stdout).toBe('configmap/held serverside-applied\n');
    const conflict = await apply('two', '--field-manager=other');
    expect(conflict.stderr).toContain('Apply failed with 1 conflict: conflict with "kubectl": .data.k');
    expect((await apply('two', '--field-manager=other', '--force-conflicts')).code).toBe(0);
    expect(await kubectl.run('get configmap held -o jsonpath={.data.k}')).toBe('two');
  });

  it('edit', async () => {
    await kubectl.run('create configmap edited --from-literal=k=before');
    const editor = join(kubectl.home, 'editor');
    writeFileSync(editor, '#!/bin/sh\nsed -i s/before/after/ "$1"\n');
    chmodSync(editor, 0o755);
    const edited = await kubectl.run('edit configmap edited', { env: { EDITOR: editor, KUBE_EDITOR: editor } });
    expect(edited).toBe('configmap/edited edited\n');
    expect(await kubectl.run('get configmap edited -o jsonpath={.data.k}')).toBe('after');
  });

  it('label and annotate: set, change, remove, select', async () => {
    await kubectl.run('create configmap marked');
    expect(await kubectl.run('label configmap marked tier=gold')).toBe('configmap/marked labeled\n');
    expect((await kubectl.try(['label', 'configmap', 'marked', 'tier=tin'])).stderr).toContain('--overwrite is false');
    await kubectl.run('label configmap marked tier=tin --overwrite');
    expect(await kubectl.run('get configmaps -l tier=tin -o name')).toBe('configmap/marked\n');
    expect(await kubectl.run('annotate configmap marked note=x')).toBe('configmap/marked annotated\n');
    await kubectl.run('annotate configmap marked note-');
    await kubectl.run('label configmap marked tier-');
    const { metadata } = await kubectl.json('get configmap marked');
    expect([metadata.labels, metadata.annotations]).toEqual([undefined, undefined]);
  });

  it('patch of each type', async () => {
    await kubectl.run('apply -f -', { input: DEPLOYMENT.replace('name: web', 'name: patched') });
    const patch = (type: string, body: unknown) =>
      kubectl.run(`patch deployment patched --type ${type} -p ${JSON.stringify(body)}`);
    const images = () => kubectl.run('get deployment patched -o jsonpath={.spec.template.spec.containers[*].image}');
    const containers = (list: readonly unknown[]) => ({ spec: { template: { spec: { containers: list } } } });
    expect(await patch('strategic', containers([{ name: 'b', image: 'b:2' }]))).toContain('patched');
    expect(await images()).toContain('registry.example/a:1');
    expect((await images()).split(' ')).toContain('b:2');
    await patch('json', [{ op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'c:3' }]);
    expect((await images()).split(' ')).toContain('c:3');
    await patch('merge', containers([{ name: 'only', image: 'd:4' }]));
    expect(await images()).toBe('d:4');
    await kubectl.run('autoscale deployment patched --max=5');
    const subresource = ['patch', 'hpa', 'patched', '--subresource=status', '--type=merge'];
    const changed = { status: { currentReplicas: 7, desiredReplicas: 7 }, spec: { maxReplicas: 9 } };
    expect((await kubectl.try([...subresource, '-p', JSON.stringify(changed)])).code).toBe(0);
    const { spec, status } = await kubectl.json('get hpa patched');
    expect([spec.maxReplicas, status.currentReplicas]).toEqual([5, 7]);
    const wrong = await kubectl.try(['patch', 'configmap', 'absent', '-p', '{}']);
    expect(wrong.stderr).toContain('configmaps "absent" not found');
  });

  it('dry run on the server changes nothing', async () => {
    const made = await kubectl.run('create configmap dry --dry-run=server -o json');
    expect(JSON.parse(made).metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
    const input = DEPLOYMENT.replace('name: web', 'name: dry');
    expect(await kubectl.run('apply --dry-run=server -f -', { input })).toContain('created (server dry run)');
    await kubectl.run('create configmap kept');
    expect(await kubectl.run('delete configmap kept --dry-run=server')).toMatch(
      /^configmap "kept" deleted .*\(server dry run\)\n$/,
    );
    expect(await kubectl.run('get configmap kept -o name')).toBe('configmap/kept\n');
    for (const name of ['configmap/dry', 'deployment/dry']) {
      expect((await kubectl.try(['get', name])).stderr).toContain('NotFound');
    }
  });

  it('field validation: strict, warn, ignore', async () => {
    const input = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"odd"},"dta":{}}';
    const make = (validate: string) => kubectl.try(['create', '-f', '-', `--validate=${validate}`], { input });
    const strict = await make('strict');
    expect([strict.code, strict.stderr]).toEqual([
      1,
      expect.stringContaining('strict decoding error: unknown field "dta"'),
    ]);
    const warned = await make('warn');
    expect([warned.code, warned.stderr]).toEqual([0, 'Warning: unknown field "dta"\n']);
    await kubectl.run('delete configmap odd');
    expect(await make('ignore')).toMatchObject({ code: 0, stderr: '' });
  });

  it('get -w sees what happens', async () => {
    const watching = kubectl.try(['get', 'configmaps', '-w', '--output-watch-events', '-l', 'seen=yes'], {
      timeoutMs: 4000,
    });
    await sleep(1500);
    await kubectl.run('create configmap seen');
    await kubectl.run('label configmap seen seen=yes');
    await kubectl.run('annotate configmap seen a=b');
    await kubectl.run('delete configmap seen');
    const lines = (await watching).stdout.trim().split('\n');
    expect(lines.map((line) => line.split(/ +/).slice(0, 2).join(' '))).toEqual([
      'EVENT NAME',
      'ADDED seen',
      'MODIFIED seen',
      'DELETED seen',
    ]);
  });

  it('wait: for a value, for deletion', async () => {
    await kubectl.run('create configmap waited');
    const forValue = kubectl.run('wait configmap/waited --for=jsonpath={.data.k}=v --timeout=10s');
    await kubectl.run('patch configmap waited --type merge -p {"data":{"k":"v"}}');
    expect(await forValue).toBe('configmap/waited condition met\n');
    const forDeletion = kubectl.run('wait configmap/waited --for=delete --timeout=10s');
    await sleep(300);
    await kubectl.run('delete configmap waited');
    expect(await forDeletion).toBe('configmap/waited condition met\n');
  });

  it('lists in pages', async () => {
    const items = Array.from({ length: 30 }, (_, index) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `page-${index}`, labels: { page: 'yes' } },
    }));
    await kubectl.run('create -f -', { input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) });
    const names = (await kubectl.run('get configmaps -l page=yes -o name --chunk-size=7')).trim().split('\n');
    expect(new Set(names).size).toBe(30);
    expect(await kubectl.run('delete configmaps -l page=yes')).toContain('"page-29" deleted');
    expect(await kubectl.run('get configmaps -l page=yes -o name')).toBe('');
  });

  it('a namespace goes with what is in it', async () => {
    await kubectl.run('create namespace gone');
    await kubectl.run('create configmap inside -n gone');
    await kubectl.run('create serviceaccount robot -n gone');
    await kubectl.run('create role reader --verb=get --resource=pods -n gone');
    expect(await kubectl.run('delete namespace gone --timeout=15s')).toContain('namespace "gone" deleted');
    expect((await kubectl.try(['get', 'namespace', 'gone'])).stderr).toContain('NotFound');
    expect(await kubectl.run('get configmaps,serviceaccounts,roles -n gone -o name')).toBe('');
  });
});
