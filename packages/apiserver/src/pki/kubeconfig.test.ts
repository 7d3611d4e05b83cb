import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureState, type ServerState } from './ensure-state.js';
import { ensureKubeconfig } from './kubeconfig.js';

const root = mkdtempSync(join(tmpdir(), 'bulkhead-kubeconfig-'));
const server = 'https://127.0.0.1:6443';
let state: ServerState;
beforeAll(async () => {
  state = await ensureState(join(root, 'state'), { now: Date.now() });
  await state.serviceAccountKeyPEM;
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the kubeconfig', () => {
  it('is read by clients, and closed to others', async () => {
    const file = join(root, 'new/folder/kubeconfig');
    await ensureKubeconfig(state, { file, server });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const config = new KubeConfig();
    config.loadFromFile(file);
    expect(config.getCurrentCluster()?.server).toBe(server);
    expect(Buffer.from(config.getCurrentUser()?.certData ?? '', 'base64').toString()).toBe(state.admin.certificatePEM);
  });

  it('keeps what its owner added while it is right, and is written anew when the server has moved', async () => {
    const file = join(root, 'kept');
    await ensureKubeconfig(state, { file, server });
    const changed = readFileSync(file, 'utf8').replace('    user: admin', '    namespace: team\n    user: admin');
    writeFileSync(file, changed);
    await ensureKubeconfig(state, { file, server });
    expect(readFileSync(file, 'utf8')).toBe(changed);
    await ensureKubeconfig(state, { file, server: 'https://127.0.0.1:7443' });
    expect(readFileSync(file, 'utf8')).toContain('server: https://127.0.0.1:7443');
  });

  it.each(['clusters:\n- name: production\n', 'clusters: []', 'junk: [', '{}'])(
    'does not overwrite %j',
    async (text) => {
      const file = join(root, 'foreign');
      writeFileSync(file, text);
      await expect(ensureKubeconfig(state, { file, server })).rejects.toThrow(
        'foreign is a kubeconfig of something else: choose another file, or move it away',
      );
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );

  it.runIf(process.env['PATH']?.includes('/usr/bin'))('says who its certificate is for', () => {
    const text = execFileSync('openssl', ['x509', '-noout', '-subject', '-ext', 'extendedKeyUsage'], {
      input: state.admin.certificatePEM,
      encoding: 'utf8',
    });
    expect(text).toContain('O = system:masters, CN = admin');
    expect(text).toContain('TLS Web Client Authentication');
  });
});
