/** Real sets of manifests, applied with kubectl as people do, and listed. What needs custom resources is left out. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasKubectl, Kubectl } from './kubectl.test-support.js';
import { isHere, type RunningServer, sharedFolder, startServer } from './server.test-support.js';

const folder = join(sharedFolder, 'fixtures/manifests');
const isReady = isHere('../shared/fixtures/manifests', existsSync(folder)) && hasKubectl;
const CUSTOM = /^apiVersion: (?:monitoring\.coreos\.com|networking\.istio\.io|gateway\.networking\.k8s\.io)\//m;

/** The documents of a folder's files that the API itself serves, as one stream. */
function documentsOf(path: string, without = /^$/): string {
  const files = readdirSync(join(folder, path), { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.ya?ml$/.test(file) && !without.test(file),
  );
  const documents = files
    .toSorted()
    .flatMap((file) => readFileSync(join(folder, path, file), 'utf8').split(/^---$/m))
    .filter((text) => /^kind: /m.test(text) && !CUSTOM.test(text));
  return documents.join('\n---\n');
}

/** How often each kind stands in it, lists taken apart. */
const countOf = (documents: string, kind: string): number =>
  [...documents.matchAll(new RegExp(`^(?:- |  )?(?:  )?kind: ${kind}$`, 'gm'))].length;

describe.skipIf(!isReady)('real manifests', () => {
  let server: RunningServer;
  let kubectl: Kubectl;
  beforeAll(async () => {
    server = await startServer();
    kubectl = new Kubectl(server);
  }, 60_000);
  afterAll(async () => {
    kubectl.close();
    expect(await server.stop()).toBe(0);
  });

  const apply = async (input: string, ...args: string[]) => {
    const answer = await kubectl.try(['apply', '-f', '-', ...args], { input, timeoutMs: 60_000 });
    expect([answer.code, answer.stderr]).toEqual([0, '']);
    return answer.stdout.trim().split('\n');
  };
  const names = async (what: string) => (await kubectl.run(`get ${what} -o name`)).trim().split('\n').filter(Boolean);

  it('kube-prometheus', { timeout: 60_000 }, async () => {
    // As its own instructions say: the definitions are larger than an annotation may be.
    const setup = documentsOf('kube-prometheus/manifests/setup');
    const made = await apply(setup, '--server-side');
    expect(made.filter((line) => !line.endsWith(' serverside-applied'))).toEqual([]);
    expect(await names('crd')).toHaveLength(countOf(setup, 'CustomResourceDefinition'));
    const documents = documentsOf('kube-prometheus/manifests', /^setup\//);
    const applied = await apply(documents);
    expect(applied.filter((line) => !/ (?:created|configured)$/.test(line))).toEqual([]);
    const again = await apply(documents);
    expect(again.filter((line) => !/ (?:unchanged|configured)$/.test(line))).toEqual([]);
    // `readOnly: false` is left out by the server, so kubectl sends it each time; nothing comes of it.
    const generations = await kubectl.run('get deployments -n monitoring -o jsonpath={.items[*].metadata.generation}');
    expect(new Set(generations.split(' '))).toEqual(new Set(['1']));
    expect(await names('deployments -n monitoring')).toHaveLength(countOf(documents, 'Deployment'));
    expect(await names('networkpolicies -n monitoring')).toHaveLength(countOf(documents, 'NetworkPolicy'));
    expect(await kubectl.run('get daemonsets -n monitoring')).toMatch(/^node-exporter +/m);
    expect(
      await kubectl.run('auth can-i list pods -n monitoring --as system:serviceaccount:monitoring:prometheus-k8s'),
    ).toBe('yes\n');
  });

  it('microservices-demo', { timeout: 60_000 }, async () => {
    await kubectl.run('create namespace boutique');
    await kubectl.run('config set-context --current --namespace boutique');
    const documents = documentsOf('microservices-demo/release');
    const applied = await apply(documents);
    expect(applied.filter((line) => !line.endsWith(' created'))).toEqual([]);
    expect(await names('deployments')).toHaveLength(12);
    expect(await names('services')).toHaveLength(12);
    const { items } = await kubectl.json('get services -l app=frontend');
    expect(items[0].spec.clusterIP).toMatch(/^10\.0\.0\.\d+$/);
    expect((await kubectl.run('delete namespace boutique --timeout=20s')).trim()).toContain('deleted');
  });
});
