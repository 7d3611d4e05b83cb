import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkServerIdentity, connect, createServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureState, type ServerState } from './ensure-state.js';
import { readCertificates } from './read-certificate.js';

const DAY = 86_400_000;
const NOW = Date.now();
const root = mkdtempSync(join(tmpdir(), 'bulkhead-pki-'));
let next = 0;
const fresh = (): string => join(root, `state-${next++}`);
const open = async (directory: string, now = NOW, hosts: string[] = []): Promise<ServerState> => {
  const state = await ensureState(directory, { now, hosts });
  await state.serviceAccountKeyPEM;
  return state;
};
const files = (directory: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(directory, 'pki')).map((name) => [name, readFileSync(join(directory, 'pki', name), 'utf8')]),
  );
const refused = (directory: string, now = NOW): Promise<string> =>
  ensureState(directory, { now }).then(
    () => 'accepted',
    (error: unknown) => String(error).replaceAll(directory, 'STATE'),
  );

/** One directory made once, copied for the tests that break it. */
let template: string;
beforeAll(async () => {
  template = fresh();
  await open(template);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
const copied = (): string => {
  const directory = fresh();
  execFileSync('cp', ['-a', template, directory]);
  return directory;
};

describe('a first start', () => {
  it('makes everything, closed to others', async () => {
    const directory = fresh();
    await open(directory);
    expect(readdirSync(join(directory, 'pki')).sort()).toEqual([
      ...['admin.crt', 'admin.key', 'apiserver-kubelet-client.crt', 'apiserver-kubelet-client.key'],
      ...['apiserver.crt', 'apiserver.key', 'ca.crt', 'ca.key', 'front-proxy-ca.crt', 'front-proxy-ca.key'],
      'sa.key',
    ]);
    for (const path of ['.', 'pki']) expect(statSync(join(directory, path)).mode & 0o777).toBe(0o700);
    for (const name of ['../state.json', ...readdirSync(join(directory, 'pki'))]) {
      expect(statSync(join(directory, 'pki', name)).mode & 0o777).toBe(0o600);
    }
  });

  it('makes certificates that openssl verifies for their purpose only', async () => {
    const state = await open(template);
    const at = (name: string): string => join(template, 'pki', name);
    const verify = (purpose: string, name: string): string => {
      try {
        const flags = ['-x509_strict', '-purpose', purpose, '-CAfile', at('ca.crt')];
        return execFileSync('openssl', ['verify', ...flags, at(name)], { encoding: 'utf8', stdio: 'pipe' }).trim();
      } catch {
        return 'refused';
      }
    };
    expect(verify('sslserver', 'apiserver.crt')).toMatch(/OK$/);
    expect(verify('sslclient', 'admin.crt')).toMatch(/OK$/);
    expect(verify('sslclient', 'apiserver-kubelet-client.crt')).toMatch(/OK$/);
    expect(verify('sslclient', 'apiserver.crt')).toBe('refused');
    expect(verify('sslserver', 'admin.crt')).toBe('refused');
    const [admin] = readCertificates(state.admin.certificatePEM);
    expect(admin?.subject.map(({ value }) => value)).toEqual(['system:masters', 'admin']);
    expect(createPrivateKey(await state.serviceAccountKeyPEM).asymmetricKeyDetails).toMatchObject({
      modulusLength: 2048,
    });
  });

  it('serves the names and addresses of every API server, and those of the machine', async () => {
    const more = ['My.Host.', '192.0.2.7', 'fe80::1:2%eth0', '::ffff:192.0.2.8', 'no host'];
    const { serving, authorityPEM } = await open(copied(), NOW, more);
    const server = createServer({ cert: serving.certificatePEM, key: serving.keyPEM }, (socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const isTrusted = (host: string): Promise<boolean> =>
      new Promise((resolve) => {
        const socket = connect({
          port,
          host: '127.0.0.1',
          ca: authorityPEM,
          checkServerIdentity: (_, peer) => checkServerIdentity(host, peer),
        });
        socket.on('secureConnect', () => resolve(socket.destroy().authorized));
        socket.on('error', () => resolve(false));
      });
    const trusted = [
      ...['localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc', '127.0.0.1', '::1', '10.0.0.1'],
      ...['kubernetes.default.svc.cluster.local', 'my.host', '192.0.2.7', 'fe80::1:2', '::ffff:192.0.2.8'],
    ];
    for (const host of trusted) expect([host, await isTrusted(host)]).toEqual([host, true]);
    for (const host of ['example.org', '192.0.2.9']) expect([host, await isTrusted(host)]).toEqual([host, false]);
    server.close();
  });
});

describe('a later start', () => {
  it('keeps everything', async () => {
    const directory = copied();
    const before = files(directory);
    await open(directory, NOW + 200 * DAY);
    expect(files(directory)).toEqual(before);
  });

  it('renews leaves when a third of their year is left, and keeps their keys', async () => {
    const directory = copied();
    const before = files(directory);
    const state = await open(directory, NOW + 250 * DAY);
    const after = files(directory);
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect(changed).toEqual(['admin.crt', 'apiserver-kubelet-client.crt', 'apiserver.crt']);
    expect(state.renewAt).toBeGreaterThan(NOW + (250 + 243) * DAY);
  });

  it('renews the authority so that old leaves and old clients go on', async () => {
    const directory = copied();
    const before = files(directory);
    const state = await open(directory, NOW + 2500 * DAY);
    expect(state.authorityPEM).not.toBe(before['ca.crt']);
    const [renewed] = readCertificates(state.authorityPEM);
    const [former] = readCertificates(before['ca.crt'] ?? '');
    const [leaf] = readCertificates(state.serving.certificatePEM);
    expect(leaf?.x509.verify(former!.x509.publicKey)).toBe(true);
    expect(leaf?.x509.checkIssued(renewed!.x509)).toBe(true);
    expect(leaf?.x509.checkIssued(former!.x509)).toBe(true);
  });

  it('adds hosts that the serving certificate does not name, and takes none away', async () => {
    const directory = copied();
    const { serving } = await open(directory, NOW, ['192.0.2.1']);
    expect(serving.certificatePEM).not.toBe(files(template)['apiserver.crt']);
    expect((await open(directory)).serving.certificatePEM).toBe(serving.certificatePEM);
  });

  it('closes files that others could read', async () => {
    const directory = copied();
    chmodSync(join(directory, 'pki/sa.key'), 0o644);
    chmodSync(directory, 0o755);
    await open(directory);
    expect(statSync(join(directory, 'pki/sa.key')).mode & 0o777).toBe(0o600);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  it('finishes what a crash interrupted: keys without certificates', async () => {
    const directory = copied();
    for (const name of ['ca.crt', 'admin.crt', 'apiserver.crt', 'apiserver-kubelet-client.crt', 'sa.key']) {
      rmSync(join(directory, 'pki', name));
    }
    const before = files(directory);
    await open(directory);
    expect(files(directory)).toMatchObject(before);
  });
});

describe('a state that cannot be used', () => {
  const otherKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  });
  const write = (name: string, text: string) => (directory: string) => writeFileSync(join(directory, name), text);
  const rows: [string, (directory: string) => void, RegExp][] = [
    ['broken authority', write('pki/ca.crt', 'junk'), /ca\.crt holds no certificate that can be read: restore it/],
    [
      'cut authority',
      write('pki/ca.crt', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'),
      /ca\.crt holds no/,
    ],
    ['broken key', write('pki/ca.key', 'junk'), /ca\.key holds no private key that can be read/],
    ['another key', write('pki/ca.key', String(otherKey)), /ca\.crt is not the certificate of the ca\.key beside it/],
    ['lost key', (directory) => rmSync(join(directory, 'pki/ca.key')), /ca\.key is missing: restore it/],
    ['broken leaf', write('pki/apiserver.crt', ''), /apiserver\.crt holds no certificate/],
    ['binary', write('pki/apiserver.crt', '\0\0\0'), /apiserver\.crt holds no certificate/],
    ['newer layout', write('state.json', '{"layout":2}'), /written by a newer bulkhead \(layout 2, this one knows 1\)/],
    ['broken layout', write('state.json', '{"layout":'), /state\.json is broken/],
    ['layout of another kind', write('state.json', '[]'), /state\.json is broken/],
    ['huge file', write('pki/ca.crt', 'x'.repeat(2_000_000)), /ca\.crt is too large/],
    [
      'link in place of a file',
      (directory) => {
        rmSync(join(directory, 'pki/sa.key'));
        rmSync(join(directory, 'pki/admin.key'));
        symlinkSync('/etc/passwd', join(directory, 'pki/admin.key'));
      },
      /admin\.key: it is a symbolic link/,
    ],
    [
      'link in place of the folder',
      (directory) => {
        rmSync(join(directory, 'pki'), { recursive: true });
        symlinkSync(template, join(directory, 'pki'));
      },
      /pki is a symbolic link: put a directory in its place/,
    ],
    [
      'directory in place of a file',
      (directory) => {
        rmSync(join(directory, 'pki/ca.crt'));
        mkdirSync(join(directory, 'pki/ca.crt'));
      },
      /ca\.crt is no regular file: move it away/,
    ],
    [
      'pipe in place of a file',
      (directory) => {
        rmSync(join(directory, 'pki/ca.crt'));
        execFileSync('mkfifo', [join(directory, 'pki/ca.crt')]);
      },
      /ca\.crt is no regular file: move it away/,
    ],
    [
      'leaf of another authority',
      (directory) => {
        const key = join(directory, 'foreign.key');
        const out = join(directory, 'pki/apiserver.crt');
        const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
        execFileSync('openssl', [...request, '-keyout', key, '-out', out, '-subj', '/CN=x'], { stdio: 'pipe' });
      },
      /apiserver\.crt was not signed by the ca\.crt beside it/,
    ],
  ];
  it.each(rows)('%s', async (_, damage, expected) => {
    const directory = copied();
    damage(directory);
    const message = await refused(directory);
    expect(message).toMatch(expected);
    expect(message).toMatch(/^StateError: [^\n]+$/);
  });

  it('a broken key of service account tokens, when it is asked for', async () => {
    const directory = copied();
    writeFileSync(join(directory, 'pki/sa.key'), 'junk');
    const state = await ensureState(directory, { now: NOW });
    await expect(state.serviceAccountKeyPEM).rejects.toThrow('sa.key holds no private key');
  });

  it('a clock before the certificates', async () => {
    expect(await refused(copied(), Date.parse('2020-01-01T00:00:00Z'))).toMatch(
      /^StateError: the clock says 2020-01-01T00:00:00Z, but STATE\/pki\/ca\.crt is valid only from [^ ]+: set the clock$/,
    );
  });

  it('a file in place of the directory, a directory that others write to', async () => {
    const file = fresh();
    writeFileSync(file, '');
    expect(await refused(file)).toMatch(
      /STATE exists and is no directory|STATE.state\.json: a part of the path is no directory/,
    );
    const shared = fresh();
    mkdirSync(shared);
    writeFileSync(join(shared, 'x'), '');
    chmodSync(shared, 0o777);
    expect(await refused(shared)).toBe('StateError: others can write into STATE: chmod 700 STATE');
  });

  it.runIf(process.geteuid?.() === 0)('a directory of another user', async () => {
    const directory = copied();
    execFileSync('chown', ['1234', directory]);
    expect(await refused(directory)).toBe(
      'StateError: STATE belongs to user 1234, but this runs as user 0: choose another directory',
    );
  });

  it.runIf(existsSync('/proc/version'))('a file system that cannot be written', async () => {
    expect(await refused('/proc/bulkhead')).toMatch(/^StateError: cannot use the directory STATE/);
  });
});
