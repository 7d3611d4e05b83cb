import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { chooseContext } from './choose-context.js';
import { inClusterKubeconfig } from './in-cluster.js';
import { loadKubeconfig } from './load-kubeconfig.js';
import { parseKubeconfig } from './parse-kubeconfig.js';

const folder = mkdtempSync(join(tmpdir(), 'bulkhead-kubeconfig-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const parse = (text: string) => parseKubeconfig('/home/ann/.kube/config', Buffer.from(text));

const TWO = `apiVersion: v1
kind: Config
current-context: a
clusters:
- name: one
  cluster: {server: https://one:6443, certificate-authority: pki/ca.crt, tls-server-name: api}
contexts:
- name: a
  context: {cluster: one, user: ann, namespace: shop}
- name: b
  context: {cluster: gone, user: ann}
- name: c
  context: {cluster: one, user: gone}
users:
- name: ann
  user: {tokenFile: /run/token, as: bob, as-groups: [g], as-user-extra: {scopes: [x]}}
`;

describe('a kubeconfig', () => {
  it('is read with its paths relative to its own folder', () => {
    const { cluster, user, namespace } = chooseContext(parse(TWO), undefined);
    expect(cluster).toMatchObject({
      server: 'https://one:6443',
      certificateAuthority: '/home/ann/.kube/pki/ca.crt',
      tlsServerName: 'api',
    });
    expect(user).toMatchObject({ tokenFile: '/run/token', as: 'bob', asGroups: ['g'] });
    expect(user.asUserExtra.get('scopes')).toEqual(['x']);
    expect(namespace).toBe('shop');
  });

  it.each([
    ['nope', 'no context "nope" in /home/ann/.kube/config: it has a, b, c'],
    ['b', 'context "b" is of cluster "gone", which is not in /home/ann/.kube/config'],
    ['c', 'context "c" is of user "gone", who is not in /home/ann/.kube/config'],
    ['__proto__', 'no context "__proto__" in /home/ann/.kube/config: it has a, b, c'],
  ])('has no context %s, and says what it has', (name, message) => {
    expect(() => chooseContext(parse(TWO), name)).toThrow(message);
  });

  it('keeps names like __proto__ as names', () => {
    const text = TWO.replaceAll('ann', '__proto__').replaceAll('name: a\n', 'name: constructor\n');
    const { userName, user } = chooseContext(parse(text), 'constructor');
    expect(userName).toBe('__proto__');
    expect(user.as).toBe('bob');
  });

  it.each([
    ['kind: Pod', 'expected a kubeconfig, found a Pod'],
    ['users: {}', 'users: expected a list, found a map'],
    ['users: [{name: a, user: {token: 12345}}]', 'users[0].user.token: expected a text, found a number'],
    ['contexts: [{name: a}, {name: a}]', 'contexts[1]: the name "a" stands twice'],
    ['a: [', ':1:'],
    ['- 1', 'expected a map, found a list'],
  ])('%j is refused', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  it('asks for a context where it says none', () => {
    const text = TWO.replace('current-context: a', '');
    expect(() => chooseContext(parse(text), undefined)).toThrow(
      'says no current context: name one with --context (it has a, b, c)',
    );
  });
});

describe('the files of a kubeconfig', () => {
  it('are put together: what comes first counts, files that are not there do not', () => {
    const first = join(folder, 'first');
    const second = join(folder, 'second');
    writeFileSync(first, 'clusters: [{name: one, cluster: {server: https://first}}]');
    writeFileSync(second, TWO);
    const env = { KUBECONFIG: `${first}:${join(folder, 'missing')}:${second}` };
    const loaded = loadKubeconfig({ env, cwd: folder });
    expect(loaded.files).toEqual([first, second]);
    expect(chooseContext(loaded, undefined).cluster.server).toBe('https://first');
  });

  it('are the one at home where nothing else is said', () => {
    mkdirSync(join(folder, 'home/.kube'), { recursive: true });
    writeFileSync(join(folder, 'home/.kube/config'), TWO);
    expect(loadKubeconfig({ env: { HOME: join(folder, 'home') }, cwd: '/' }).currentContext).toBe('a');
    expect(loadKubeconfig({ env: { HOME: '/nowhere' }, cwd: '/' }).files).toEqual([]);
  });

  it('have to be there when a flag names one, and to be files', () => {
    expect(() => loadKubeconfig({ file: 'nope', env: {}, cwd: folder })).toThrow(
      'no kubeconfig nope: there is no such file',
    );
    expect(() => loadKubeconfig({ file: '.', env: {}, cwd: folder })).toThrow('it is not a regular file');
    expect(() => loadKubeconfig({ file: '/dev/zero', env: {}, cwd: folder })).toThrow('it is not a regular file');
  });
});

describe('inside of a pod', () => {
  it('the service account counts', () => {
    const account = join(folder, 'account');
    mkdirSync(account);
    writeFileSync(join(account, 'token'), 'abc');
    const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
    const inside = inClusterKubeconfig(env, account);
    expect(inside?.clusters.get('in-cluster')?.server).toBe('https://[fd00::1]:443');
    expect(inside?.users.get('in-cluster')?.tokenFile).toBe(join(account, 'token'));
    expect(inClusterKubeconfig({}, account)).toBeUndefined();
    expect(inClusterKubeconfig(env, '/nowhere')).toBeUndefined();
  });
});
