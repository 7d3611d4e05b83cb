import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytes, until, written } from '../store.test-support.js';
import { EtcdServer, hasEtcd } from './etcd-server.test-support.js';
import { openEtcd } from './etcd-store.js';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const directory = mkdtempSync(join(tmpdir(), 'bulkhead-etcd-tls-'));
const file = (name: string): string => join(directory, name);

function openssl(...args: string[]): void {
  const { status, stderr } = spawnSync('openssl', args, { cwd: directory, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

function authority(name: string): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`];
  openssl('req', '-x509', ...key, '-out', `${name}.crt`, '-subj', `/CN=${name}`, '-days', '2');
}

function certificate(name: string, issuer: string): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`];
  openssl('req', '-new', ...key, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
  writeFileSync(file('extensions'), 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n');
  const ca = ['-CA', `${issuer}.crt`, '-CAkey', `${issuer}.key`, '-CAcreateserial'];
  openssl('x509', '-req', '-in', `${name}.csr`, ...ca, '-out', `${name}.crt`, '-days', '2', '-extfile', 'extensions');
}

describe.skipIf(!hasEtcd || !hasOpenssl)('etcd with certificates', () => {
  let server: EtcdServer;
  beforeAll(async () => {
    for (const name of ['ca', 'stranger']) authority(name);
    for (const name of ['server', 'client']) certificate(name, 'ca');
    const files = { 'cert-file': 'server.crt', 'key-file': 'server.key', 'trusted-ca-file': 'ca.crt' };
    const flags = Object.entries(files).map(([flag, name]) => `--${flag}=${file(name)}`);
    server = new EtcdServer([...flags, '--client-cert-auth=true']);
    await server.start('https');
  });
  afterAll(async () => {
    await server?.remove();
    rmSync(directory, { recursive: true, force: true });
  });

  it('lets in who has one, and nobody else', { timeout: 60_000 }, async () => {
    const client = { certFile: file('client.crt'), keyFile: file('client.key') };
    const open = (tls: object) => openEtcd({ servers: [server.url], tls });
    await until(() =>
      open({ ...client, caFile: file('ca.crt') }).then(
        (store) => store.close().then(() => true),
        () => false,
      ),
    );
    const store = await open({ ...client, caFile: file('ca.crt') });
    await written(store.put('/a', bytes('x'), 0));
    await store.close();
    await expect(open({ caFile: file('ca.crt') })).rejects.toThrow(/does not answer/);
    await expect(open({ ...client, caFile: file('stranger.crt') })).rejects.toThrow(/does not answer/);
    await expect(open({ caFile: file('ca.crt'), certFile: file('client.crt') })).rejects.toThrow(/both/);
  });
});
