import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../run-command.test-support.js';

const POD = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  hostUsers: false
  securityContext: {runAsUser: 1000, runAsGroup: 1000, fsGroup: 2000, seccompProfile: {type: RuntimeDefault}}
  containers:
  - name: app
    image: registry.example/app:1
    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-effective-'));
  writeFileSync(join(folder, 'pod.yaml'), POD);
});
afterEach(() => rmSync(folder, { recursive: true }));

const effective = (...args: string[]) => runCommand(['effective', 'pod.yaml', ...args], { cwd: folder });

describe('bulkhead effective', () => {
  it('fills the pinned document', async () => {
    const { stdout, exitCode } = await effective('--format', 'json');
    expect(exitCode).toBe(0);
    const { kind, containers } = JSON.parse(stdout);
    expect(kind).toBe('EffectiveContexts');
    expect(containers).toHaveLength(1);
    expect(containers[0]).toMatchObject({
      object: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web' },
      container: 'app',
      type: 'container',
      uid: 1000,
      gid: 1000,
      groups: [1000, 2000],
      capabilities: {
        effective: [],
        permitted: [],
        inheritable: [],
        bounding: ['NET_BIND_SERVICE'],
        ambient: [],
      },
      noNewPrivileges: true,
      seccomp: 'RuntimeDefault',
      seLinux: null,
      userNamespace: true,
      readOnlyRoot: false,
      privileged: false,
      sources: { uid: 'pod', capabilities: 'container', seccomp: 'pod' },
    });
  });

  it('says which settings the version ignores', async () => {
    const { stdout } = await effective('--kubernetes-version', '1.30', '--format', 'json');
    const [container] = JSON.parse(stdout).containers;
    expect(container.userNamespace).toBe(false);
    expect(container.ignored.map(({ fieldPath }: { fieldPath: string }) => fieldPath)).toContain('spec.hostUsers');
  });

  it('prints a block a container for people', async () => {
    const { stdout } = await effective();
    expect(stdout).toMatch(/^Pod shop\/web {2}container app {2}pod.yaml {2}Kubernetes 1.35\n/);
    expect(stdout).toContain('  user               1000 (pod)\n');
    expect(stdout).toContain('  no_new_privs       1 (container)\n');
    expect(stdout).toMatch(/checklist {10}\d of 7 met/);
  });
});
