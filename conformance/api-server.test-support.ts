/** Servers as the recorded answers want them, and the comparison with those answers. */
import { execFile, spawn } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bulkheadBundle, type RunningServer } from '../tests/apiserver/server.test-support.js';

/** How the server of a set of answers is started. */
export interface Variant {
  readonly featureGates?: Readonly<Record<string, boolean>>;
  readonly runtimeConfig?: Readonly<Record<string, boolean>>;
  readonly authenticationConfig?: object;
  readonly auditPolicy?: object;
}

export interface AreaScore {
  readonly cases: number;
  readonly status: number;
  readonly body: number;
  readonly full: number;
}

export interface Comparison {
  readonly areas: Readonly<Record<string, AreaScore>>;
  readonly fails: readonly { readonly case: string; readonly level?: string; readonly diff: readonly string[] }[];
}

export interface ComparisonOptions {
  readonly oracle: string;
  readonly kubeconfig: string;
  readonly variant: string;
  /** Of `area/scenario`. */
  readonly only: string;
  readonly overlay?: string;
  readonly auditLog?: string;
}

const COMPARISON_MS = 200_000;

/** What a server of this moment answers, beside what was recorded. */
export async function compare({ oracle, kubeconfig, variant, only, overlay, auditLog }: ComparisonOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-compare-'));
  try {
    const out = join(folder, 'scores.json');
    const args = [`${oracle}diff.mjs`, '--kubeconfig', kubeconfig, '--variant', variant, '--only', only, '--json', out];
    if (overlay !== undefined) args.push('--overlay', `${oracle}cases/versions/${overlay}.json`);
    if (auditLog !== undefined) args.push('--audit-log', auditLog);
    await promisify(execFile)(process.execPath, args, { timeout: COMPARISON_MS });
    return JSON.parse(readFileSync(out, 'utf8')) as Comparison;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Flags of `up` and of `apiserver` alike. */
export const flagsOf = ({ featureGates = {}, runtimeConfig = {} }: Variant): readonly string[] =>
  Object.entries({ '--feature-gates': featureGates, '--runtime-config': runtimeConfig }).flatMap(([flag, values]) => {
    const text = Object.entries(values).map(([name, value]) => `${name}=${value}`);
    return text.length === 0 ? [] : [flag, text.join(',')];
  });

export interface ApiServerProcess {
  readonly kubeconfig: string;
  readonly auditLog: string | undefined;
  stop(): Promise<void>;
}

/** `bulkhead apiserver`, for what `up` has no flags for, with the keys of a server that is there already. */
export async function startApiServer(keys: RunningServer, variant: Variant): Promise<ApiServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-apiserver-'));
  const pki = join(keys.state, 'pki');
  const port = await freePort();
  const auditLog = variant.auditPolicy === undefined ? undefined : join(folder, 'audit.log');
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const signing = createPrivateKey(readFileSync(join(pki, 'sa.key')));
  const verifying = createPublicKey(signing).export({ type: 'spki', format: 'pem' });
  const flags: Readonly<Record<string, string>> = {
    storage: `lmdb:${join(folder, 'store')}`,
    'secure-port': String(port),
    'bind-address': '127.0.0.1',
    'tls-cert-file': join(pki, 'apiserver.crt'),
    'tls-private-key-file': join(pki, 'apiserver.key'),
    'client-ca-file': join(pki, 'ca.crt'),
    'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
    'service-account-signing-key-file': join(pki, 'sa.key'),
    'service-account-key-file': file('sa.pub', String(verifying)),
    'authorization-mode': 'Node,RBAC',
    'enable-admission-plugins': 'NodeRestriction',
    'allow-privileged': 'true',
    output: 'json',
    ...(variant.authenticationConfig === undefined
      ? {}
      : { 'authentication-config': file('authentication.json', JSON.stringify(variant.authenticationConfig)) }),
    ...(auditLog === undefined
      ? {}
      : {
          'audit-policy-file': file('audit-policy.json', JSON.stringify(variant.auditPolicy)),
          'audit-log-path': auditLog,
          'audit-log-mode': 'blocking',
        }),
  };
  const args = [...Object.entries(flags).map(([name, value]) => `--${name}=${value}`), ...flagsOf(variant)];
  const child = spawn(process.execPath, [bulkheadBundle(), 'apiserver', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += String(chunk);
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (String(chunk).includes('"ready"')) resolve();
    });
    void exited.then(() => reject(new Error(`bulkhead apiserver ended: ${complaints}`)));
  });
  const kubeconfig = readFileSync(keys.kubeconfig, 'utf8').replaceAll(keys.url, `https://127.0.0.1:${port}`);
  return {
    kubeconfig: file('kubeconfig', kubeconfig),
    auditLog,
    async stop() {
      child.kill('SIGKILL');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
