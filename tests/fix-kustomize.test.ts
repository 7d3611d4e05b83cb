/** The components that `bulkhead fix` makes, built by kustomize and kubectl as they are installed. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const env = { ...process.env, PATH: `${join(root, '.tools/bin')}${delimiter}${process.env['PATH'] ?? ''}` };
const TOOLS = [
  ['kustomize', ['build']],
  ['kubectl', ['kustomize']],
] as const;

const BASE = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web.shop, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: app, image: "registry.example/app:1.2.3", securityContext: {privileged: true}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web-shop, namespace: shop}
spec:
  selector: {matchLabels: {app: other}}
  template:
    metadata: {labels: {app: other}}
    spec: {containers: [{name: other, image: "registry.example/app:1.2.3"}]}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: v1
kind: Namespace
metadata: {name: pay, labels: {pod-security.kubernetes.io/enforce: restricted}}
---
apiVersion: v1
kind: Pod
metadata: {name: pay, namespace: pay}
spec: {containers: [{name: app, image: "registry.example/app:1.2.3"}]}
`;

const bulkhead = (cwd: string, ...args: readonly string[]) =>
  spawnSync(join(root, 'bulkhead'), args, { cwd, encoding: 'utf8' });

describe.each(TOOLS)('%s', (tool, args) => {
  const isThere = spawnSync(tool, ['version', '--client'], { env }).error === undefined;
  if (!isThere)
    process.stderr.write(`SKIPPED bulkhead fix with ${tool}: it is neither in .tools/bin nor on the PATH\n`);
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-fix-'));
    mkdirSync(join(folder, 'fixes'));
    mkdirSync(join(folder, 'base'));
    writeFileSync(join(folder, 'base/all.yaml'), BASE);
    writeFileSync(join(folder, 'base/kustomization.yaml'), 'resources: [all.yaml]\n');
    writeFileSync(join(folder, 'kustomization.yaml'), 'resources: [base]\ncomponents: [fixes]\n');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const build = (): string => {
    const { stdout, stderr, status } = spawnSync(tool, [...args, '.'], { cwd: folder, env, encoding: 'utf8' });
    expect([stderr.replaceAll(/^#.*\n/gm, ''), status]).toEqual(['', 0]);
    return stdout;
  };

  it.skipIf(!isThere)('builds the fixes, and nothing is left to fix', { timeout: 120_000 }, () => {
    const made = bulkhead(
      folder,
      ...['fix', 'base/all.yaml', '--unsafe', '--skip', 'namespace'],
      ...['--format', 'kustomize', '--output', 'fixes/kustomization.yaml'],
    );
    expect(made.status).toBe(0);
    writeFileSync(join(folder, 'built.yaml'), build());
    const left = bulkhead(folder, 'fix', 'built.yaml', '--unsafe', '--skip', 'namespace', '--check');
    expect([left.stdout, left.status]).toEqual(['', 0]);
  });

  it.skipIf(!isThere)('builds the labels of many namespaces', { timeout: 120_000 }, () => {
    const made = bulkhead(folder, 'fix', 'base/all.yaml', '--namespace-labels', '--output', 'fixes/kustomization.yaml');
    expect(made.status).toBe(0);
    const built = build();
    const P = 'pod-security.kubernetes.io/';
    const audit = `    ${P}audit: restricted\n    ${P}audit-version: v1.35\n`;
    const warn = `    ${P}warn: restricted\n    ${P}warn-version: v1.35\n`;
    // Nothing is lowered, and nothing enforced that the pods do not pass.
    expect(built).toContain(`  labels:\n${audit}    ${P}enforce: restricted\n${warn}  name: pay\n`);
    expect(built).toContain(`  labels:\n${audit}${warn}  name: shop\n`);
  });
});
