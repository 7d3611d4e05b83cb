import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../run-command.test-support.js';

const MANIFEST = `apiVersion: v1
kind: Pod
metadata: {name: agent, namespace: nodes}
spec:
  hostNetwork: true
  containers:
  - {name: app, image: registry.example/app:1, ports: [{containerPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: app, image: registry.example/app:1}
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-pss-'));
  writeFileSync(join(folder, 'all.yaml'), MANIFEST);
});
afterEach(() => rmSync(folder, { recursive: true }));

const pss = (...args: string[]) => runCommand(['pss', 'all.yaml', ...args], { cwd: folder });

describe('bulkhead pss', () => {
  it('says what the API server would say, defaults of the pod included', async () => {
    const { stdout, exitCode } = await pss('--level', 'baseline', '--format', 'json');
    expect(exitCode).toBe(1);
    const { kind, results } = JSON.parse(stdout);
    expect(kind).toBe('PodSecurityReport');
    expect(results).toEqual([
      {
        file: 'all.yaml',
        object: { apiVersion: 'v1', kind: 'Pod', namespace: 'nodes', name: 'agent' },
        level: 'baseline',
        version: 'latest',
        allowed: false,
        checks: [
          { id: 'hostNamespaces', reason: 'host namespaces', detail: 'hostNetwork=true' },
          { id: 'hostPorts', reason: 'hostPort', detail: 'container "app" uses hostPort 8080' },
        ],
        message:
          'pods "agent" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true), hostPort (container "app" uses hostPort 8080)',
      },
      {
        file: 'all.yaml',
        object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
        level: 'baseline',
        version: 'latest',
        allowed: true,
        checks: [],
        message: '',
      },
    ]);
  });

  it('warns of templates, in the version of the policy', async () => {
    const { stdout } = await pss('--level', 'restricted', '--version', '1.24', '--format', 'json');
    const { results } = JSON.parse(stdout);
    expect(results[1].version).toBe('v1.24');
    expect(results[1].message).toMatch(
      /^would violate PodSecurity "restricted:v1.24": allowPrivilegeEscalation != false /,
    );
  });

  it('dry-runs the labels of each namespace', async () => {
    const { stdout } = await pss('--level', 'baseline', '--format', 'json');
    expect(JSON.parse(stdout).namespaces).toEqual([
      {
        namespace: 'nodes',
        level: 'baseline',
        version: 'latest',
        pods: 1,
        warnings: [
          'existing pods in namespace "nodes" violate the new PodSecurity enforce level "baseline:latest"',
          'agent: host namespaces, hostPort',
        ],
      },
      { namespace: 'shop', level: 'baseline', version: 'latest', pods: 1, warnings: [] },
    ]);
  });

  it('exempts what the configuration exempts', async () => {
    writeFileSync(
      join(folder, 'config.yaml'),
      'apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\nexemptions: {namespaces: [nodes]}\n',
    );
    expect((await pss('--level', 'baseline', '--config', 'config.yaml')).exitCode).toBe(0);
    writeFileSync(join(folder, 'config.yaml'), 'apiVersion: v1\nkind: Pod\n');
    expect((await pss('--config', 'config.yaml')).exitCode).toBe(2);
  });

  it('prints a table for people', async () => {
    const { stdout } = await pss('--level', 'baseline');
    expect(stdout).toContain(
      'refused  Pod nodes/agent  baseline:latest  all.yaml\n         host namespaces (hostNetwork=true)\n',
    );
    expect(stdout).toContain('allowed  Deployment shop/web  baseline:latest  all.yaml\n');
    expect(stdout).toContain('1 of 2 verdicts: not allowed\n');
  });

  it('refuses a version that is none', async () => {
    expect(await pss('--version', 'newest')).toEqual({
      stdout: '',
      stderr: 'bulkhead: --version "newest": must be "latest" or "v1.x"\n',
      exitCode: 2,
    });
  });
});
