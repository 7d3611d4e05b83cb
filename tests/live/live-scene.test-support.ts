/** A cluster with something in it, kubeconfigs as the real kubectl writes them, and the command line as people run it. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kubectl, type KubectlAnswer } from '../apiserver/kubectl.test-support.js';
import { bulkheadBundle, type RunningServer, startServer } from '../apiserver/server.test-support.js';

const OBJECTS = `
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      hostNetwork: true
      containers: [{name: c, image: nginx, securityContext: {privileged: true}}]
---
apiVersion: v1
kind: Pod
metadata: {name: alone, namespace: shop, annotations: {note: "a long text that is folded in YAML because it is much wider than eighty columns\\nand more"}}
spec: {containers: [{name: c, image: "busybox:1"}]}
---
apiVersion: v1
kind: Secret
metadata: {name: password, namespace: shop}
stringData: {password: hunter2}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: "odd:..name", namespace: shop}
rules: [{apiGroups: [""], resources: [secrets], verbs: ["*"]}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: reader, namespace: shop}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: reader}
rules: [{apiGroups: ["", apps], resources: [pods, deployments, namespaces], verbs: [list]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: reader}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
subjects: [{kind: ServiceAccount, name: reader, namespace: shop}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: tenant, namespace: shop}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: tenant, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: tenant, namespace: shop}]
`;

export class LiveScene {
  readonly server: RunningServer;
  readonly kubectl: Kubectl;

  static async start(): Promise<LiveScene> {
    const server = await startServer({ args: ['--node', 'simulated'] });
    const scene = new LiveScene(server, new Kubectl(server));
    try {
      await scene.kubectl.run('apply -f -', { input: OBJECTS });
      await scene.kubectl.run('-n shop rollout status deployment/web --timeout=20s', { timeoutMs: 25_000 });
      return scene;
    } catch (error) {
      await scene.stop();
      throw error;
    }
  }

  private constructor(server: RunningServer, kubectl: Kubectl) {
    this.server = server;
    this.kubectl = kubectl;
  }

  async stop(): Promise<void> {
    this.kubectl.close();
    await this.server.stop();
  }

  file(name: string): string {
    return join(this.kubectl.home, name);
  }

  /** In a folder of its own: kubectl writes paths relative to the kubeconfig, and a bare name is looked up in the PATH. */
  script(name: string, body: string): string {
    mkdirSync(this.file('bin'), { recursive: true });
    const file = this.file(`bin/${name}`);
    writeFileSync(file, `#!/bin/sh\n${body}\n`);
    chmodSync(file, 0o700);
    return file;
  }

  async tokenOf(account: string): Promise<string> {
    return (await this.kubectl.run(`-n shop create token ${account}`)).trim();
  }

  /** A kubeconfig of its own with one context, made by kubectl; words are its flags. */
  async kubeconfig(
    name: string,
    user: readonly string[],
    cluster: readonly string[] = [],
    server = this.server.url,
  ): Promise<string> {
    const file = this.file(name);
    const authority = this.file('ca.crt');
    writeFileSync(authority, this.server.authorityPEM);
    const trust = cluster.some((flag) => flag.includes('insecure') || flag.includes('authority'))
      ? []
      : [`--certificate-authority=${authority}`, '--embed-certs=true'];
    const steps = [
      ['set-cluster', 'c', `--server=${server}`, ...trust, ...cluster],
      ['set-credentials', 'u', ...user],
      ['set-context', name, '--cluster=c', '--user=u'],
      ['use-context', name],
    ];
    for (const step of steps) {
      const { code, stderr } = await this.kubectl.try(['config', `--kubeconfig=${file}`, ...step]);
      if (code !== 0) throw new Error(`kubectl config: ${stderr}`);
    }
    return file;
  }

  /** The command line, with the administrator's kubeconfig where the environment names no other. */
  async bulkhead(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<KubectlAnswer> {
    const child = spawn(process.execPath, [bulkheadBundle(), ...args], {
      cwd: this.kubectl.home,
      env: { ...process.env, HOME: this.kubectl.home, KUBECONFIG: this.server.kubeconfig, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const answer = { code: null as number | null, stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      answer.stdout += String(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      answer.stderr += String(chunk);
    });
    answer.code = await new Promise((resolve) => child.once('close', resolve));
    return answer;
  }
}
