import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ChosenContext } from '../kubeconfig/choose-context.js';
import type { ExecPlugin, KubeconfigUser } from '../kubeconfig/kubeconfig.js';
import { NO_CLUSTER, NOBODY } from '../kubeconfig/nothing.js';
import type { ExecSurroundings } from './exec-plugin.js';
import { parsePluginPolicy, readPluginPolicy } from './plugin-policy.js';
import { credentialsOf, impersonationOf } from './user-credentials.js';

const folder = mkdtempSync(join(tmpdir(), 'bulkhead-plugins-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const V1 = 'client.authentication.k8s.io/v1';
const NOW = Date.parse('2026-11-24T12:00:00Z');

function script(name: string, body: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o700);
  return path;
}

const answer = (status: object, apiVersion = V1): string =>
  `printf '%s' '${JSON.stringify({ apiVersion, kind: 'ExecCredential', status })}'`;

const said: string[] = [];
const around: ExecSurroundings = {
  env: { PATH: `${folder}:/usr/bin:/bin`, HOME: '/home/ann' },
  policy: { kind: 'AllowAll' },
  isInteractive: false,
  complain: (text) => said.push(text),
  now: () => NOW,
  timeoutMs: 2000,
};

function contextOf(user: Partial<KubeconfigUser>): ChosenContext {
  const cluster = { ...NO_CLUSTER, server: 'https://one', execConfig: { audience: 'x' } };
  return { name: 'c', userName: 'ann', cluster, user: { ...NOBODY, ...user }, namespace: '' };
}

function plugin(command: string, more: Partial<ExecPlugin> = {}): ChosenContext {
  const exec: ExecPlugin = {
    apiVersion: V1,
    command,
    args: [],
    env: [],
    installHint: '',
    provideClusterInfo: false,
    interactiveMode: 'Never',
    ...more,
  };
  return contextOf({ exec });
}

const ask = (context: ChosenContext, more: Partial<ExecSurroundings> = {}) =>
  credentialsOf(context, undefined, { ...around, ...more }).get();

describe('a credential plugin', () => {
  it('is asked with the environment, its own variables and the cluster, and its answer is kept', async () => {
    const log = join(folder, 'log');
    const path = script(
      'login',
      `echo "$1 $FLAVOUR $HOME $KUBERNETES_EXEC_INFO" >> ${log}; echo hello >&2; ${answer({ token: 't1' })}`,
    );
    const context = plugin(path, { args: ['a b;c'], env: [{ name: 'FLAVOUR', value: 'x' }], provideClusterInfo: true });
    const source = credentialsOf(context, 'PEM', around);
    expect(await source.get()).toMatchObject({ authorization: 'Bearer t1' });
    await source.get();
    const lines = readFileSync(log, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^a b;c x \/home\/ann \{/);
    expect(JSON.parse((lines[0] ?? '').replace('a b;c x /home/ann ', ''))).toEqual({
      kind: 'ExecCredential',
      apiVersion: V1,
      spec: {
        interactive: false,
        cluster: { server: 'https://one', 'certificate-authority-data': 'UEVN', config: { audience: 'x' } },
      },
    });
    expect(said.join('')).toContain('hello');
    expect(source.forget()).toBe(true);
    await source.get();
    expect(readFileSync(log, 'utf8').trim().split('\n')).toHaveLength(2);
    expect(source.forget()).toBe(true);
    expect(source.forget()).toBe(false);
  });

  it('is asked again once its answer has expired', async () => {
    const count = join(folder, 'count');
    const path = script(
      'soon',
      `echo x >> ${count}; ${answer({ token: 't', expirationTimestamp: '2026-11-24T12:00:05Z' })}`,
    );
    const source = credentialsOf(plugin(path), undefined, around);
    await source.get();
    await source.get();
    expect(readFileSync(count, 'utf8')).toBe('x\nx\n');
  });

  it('may answer with a certificate, in v1beta1 too, and is found in the PATH', async () => {
    const beta = 'client.authentication.k8s.io/v1beta1';
    script('by-name', answer({ clientCertificateData: 'C', clientKeyData: 'K' }, beta));
    const context = plugin('by-name', { apiVersion: beta, interactiveMode: '' });
    expect(await ask(context)).toMatchObject({ certificate: { cert: 'C', key: 'K' } });
  });

  it.each([
    ['echo no', 'printed something else than JSON'],
    ['echo []', 'printed no ExecCredential'],
    [
      answer({ token: 't' }, 'client.authentication.k8s.io/v1beta1'),
      `answered in client.authentication.k8s.io/v1beta1, expected ${V1}`,
    ],
    [answer({}), 'gave neither a token nor a client certificate'],
    [answer({ clientCertificateData: 'C' }), 'gave a certificate without its key'],
    [answer({ token: 'a\nb' }), 'gave a token that no header can hold'],
    [answer({ token: 'a', expirationTimestamp: 'soon' }), 'gave an expirationTimestamp that is no time'],
    ['exit 3', 'ended with exit code 3'],
    ['sleep 60', 'did not answer within 2 seconds'],
    ['head -c 2000000 /dev/zero', 'printed more than 1 MiB'],
  ])('that does %s fails', async (body, message) => {
    await expect(ask(plugin(script('bad', body)))).rejects.toThrow(message);
  });

  it.each([
    [
      plugin('/nowhere/x', { installHint: 'get it at\nthe shop' }),
      'is not installed, or is no program: get it at the shop',
    ],
    [
      plugin('x', { apiVersion: 'client.authentication.k8s.io/v1alpha1' }),
      'has client.authentication.k8s.io/v1alpha1: only',
    ],
    [plugin('x', { interactiveMode: 'Always' }), 'wants to ask somebody, and stdin is no terminal'],
    [plugin('x', { interactiveMode: '' }), 'needs an interactiveMode'],
    [plugin('x', { interactiveMode: 'Maybe' }), 'unknown interactiveMode Maybe'],
  ])('is refused where it cannot be run (%#)', async (context, message) => {
    await expect(ask(context)).rejects.toThrow(message);
  });

  it('is not looked for in relative folders of the PATH', async () => {
    script('here', answer({ token: 't' }));
    await expect(ask(plugin('here'), { env: { PATH: '.:bin:' } })).rejects.toThrow('is not installed');
  });

  it('runs only as far as the policy lets it', async () => {
    const path = script('policed', answer({ token: 't' }));
    await expect(ask(plugin(path), { policy: { kind: 'DenyAll' } })).rejects.toThrow(
      'the policy of your kuberc is DenyAll',
    );
    const others = { kind: 'Allowlist', commands: ['other', '/bin/sh'] } as const;
    await expect(ask(plugin(path), { policy: others })).rejects.toThrow('is Allowlist');
    expect(await ask(plugin(path), { policy: { kind: 'Allowlist', commands: ['policed'] } })).toBeDefined();
  });
});

describe('the policy for credential plugins', () => {
  const parse = (text: string) => parsePluginPolicy('kuberc', Buffer.from(text));

  it('is the one of kuberc', () => {
    expect(parse('kind: Preference')).toEqual({ kind: 'AllowAll' });
    expect(parse('credentialPluginPolicy: DenyAll')).toEqual({ kind: 'DenyAll' });
    const list = 'credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{name: a}, {command: /b}]';
    expect(parse(list)).toEqual({ kind: 'Allowlist', commands: ['a', '/b'] });
    expect(() => parse('credentialPluginPolicy: Some')).toThrow('expected AllowAll, DenyAll or Allowlist');
    expect(readPluginPolicy({ HOME: '/nowhere' }, '/')).toEqual({ kind: 'AllowAll' });
    writeFileSync(join(folder, 'rc'), 'credentialPluginPolicy: DenyAll');
    expect(readPluginPolicy({ KUBERC: 'rc' }, folder)).toEqual({ kind: 'DenyAll' });
  });
});

describe('the user of a kubeconfig', () => {
  it.each([
    [{ token: 'abc' }, 'Bearer abc'],
    [{ username: 'ann', password: 'pw' }, 'Basic YW5uOnB3'],
    [{}, undefined],
  ])('%j is authorized by %j', async (user, authorization) => {
    expect((await ask(contextOf(user))).authorization).toBe(authorization);
  });

  it('has the token that its file holds now, before the one that is written down', async () => {
    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, 'first\n');
    const source = credentialsOf(contextOf({ tokenFile, token: 'other' }), undefined, around);
    expect(await source.get()).toEqual({ authorization: 'Bearer first' });
    writeFileSync(tokenFile, 'second');
    expect(await source.get()).toEqual({ authorization: 'Bearer second' });
  });

  it.each([
    [{ authProvider: 'gcp' }, 'uses the auth-provider gcp, which is gone'],
    [{ clientCertificateData: 'eA==', clientKeyData: 'eA==' }, 'is no certificate in PEM'],
    [{ clientCertificateData: '!', clientKeyData: 'eA==' }, 'is not in base64'],
    [{ clientKeyData: 'eA==' }, 'a client key, and no client certificate'],
  ])('%j is refused', (user, message) => {
    expect(() => credentialsOf(contextOf(user), undefined, around)).toThrow(message);
  });

  it('may act as somebody else', () => {
    const user = { ...NOBODY, as: 'bob', asUID: 'u', asGroups: ['a', 'b'], asUserExtra: new Map([['x/y', ['1']]]) };
    expect([...impersonationOf(user)]).toEqual([
      ['Impersonate-User', 'bob'],
      ['Impersonate-Uid', 'u'],
      ['Impersonate-Group', ['a', 'b']],
      ['Impersonate-Extra-x%2Fy', ['1']],
    ]);
    expect(() => impersonationOf({ ...NOBODY, asGroups: ['g'] })).toThrow('but not the user');
    expect(() => impersonationOf({ ...NOBODY, as: 'a\r\nX: y' })).toThrow('no header can hold');
  });
});
