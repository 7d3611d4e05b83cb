import { describe, expect, it } from 'vitest';
import { componentCommand } from './component-command.js';

const found = (command: readonly string[], args: readonly string[] = []) =>
  componentCommand({ command, args }, 'spec.containers[0]');

describe('the component of a container', () => {
  it.each([
    [['kube-apiserver'], 'kube-apiserver'],
    [['/usr/local/bin/kube-apiserver', '--profiling=false'], 'kube-apiserver'],
    [['/hyperkube', 'apiserver'], 'kube-apiserver'],
    [['/hyperkube', 'kube-proxy'], 'kube-proxy'],
    [['/usr/bin/flock', '-x', '/run/lock', 'kube-scheduler'], 'kube-scheduler'],
    [['/bin/sh', '-ec', 'exec etcd --data-dir=/x'], 'etcd'],
    [['scheduler'], undefined],
    [['apiserver'], undefined],
    [['/bin/sh', '-c', 'sleep 1'], undefined],
    [['nginx', 'kube-apiserver.conf'], undefined],
    [['/bin/operator', '--kubelet-service=kube-system/kubelet'], undefined],
    [[], undefined],
  ])('%j', (command, component) => {
    expect(found(command)?.component).toBe(component);
  });

  it('takes what etcd is told by its environment, unless a flag says otherwise', () => {
    const env = [
      { name: 'ETCD_CLIENT_CERT_AUTH', value: 'true' },
      { name: 'ETCD_CERT_FILE' },
      { name: 'ETCD_AUTO_TLS', value: 'true' },
      { name: 'GOGC', value: '10' },
    ];
    const command = ['etcd', '--auto-tls=false'];
    const flags = componentCommand({ command, env }, 'spec.containers[0]')?.flags;
    expect(flags?.boolean('client-cert-auth')).toBe(true);
    expect(flags?.paths('client-cert-auth')).toEqual(['spec.containers[0].env[0]']);
    expect(flags?.text('cert-file')).toBe('$(ETCD_CERT_FILE)');
    expect(flags?.boolean('auto-tls')).toBe(false);
    expect(flags?.matching('*')).toHaveLength(3);
    expect(componentCommand({ command: ['kube-proxy'], env }, '')?.flags.matching('*')).toEqual([]);
  });

  it('may stand in the arguments', () => {
    const { component, flags } = found([], ['kube-apiserver', '--a=1']) ?? {};
    expect([component, flags?.paths('a'), flags?.missing]).toEqual([
      'kube-apiserver',
      ['spec.containers[0].args[1]'],
      'spec.containers[0].args',
    ]);
  });
});

describe('flags', () => {
  it.each([
    ['with an equals sign', ['--anonymous-auth=false'], 'anonymous-auth', 'false'],
    ['with a word behind', ['--token-auth-file', '/x'], 'token-auth-file', '/x'],
    ['with one dash', ['-auto-tls=true'], 'auto-tls', 'true'],
    ['with underscores', ['--anonymous_auth=false'], 'anonymous-auth', 'false'],
    ['of booleans alone', ['--profiling', '--v=2'], 'profiling', 'true'],
    ['of which the last counts', ['--v=1', '--v=2'], 'v', '2'],
    ['with a negative number', ['--pod-max-pids', '-1'], 'pod-max-pids', '-1'],
    ['that are not there', [], 'v', undefined],
  ])('%s', (_name, words, name, value) => {
    expect(found(['kube-apiserver', ...words])?.flags.text(name)).toBe(value);
  });

  it('collect lists', () => {
    const { flags } = found(['kube-apiserver', '--m=a,b', '--m', ' c ']) ?? {};
    expect(flags?.list('m')).toEqual(['a', 'b', 'c']);
    expect(flags?.paths('m')).toEqual(['spec.containers[0].command[1]', 'spec.containers[0].command[2]']);
  });

  it('are read from both lists of the container', () => {
    const { flags } = found(['kube-apiserver'], ['--profiling=false']) ?? {};
    expect(flags?.boolean('profiling')).toBe(false);
    expect(flags?.paths('profiling')).toEqual(['spec.containers[0].args[0]']);
  });

  it('of a script end where its command does', () => {
    const script = `set -e; exec kube-apiserver --a="x y" \\\n --b='z' --profiling 2>&1 | tee /log --c=1`;
    const { flags } = found(['sh', '-c', script]) ?? {};
    expect([flags?.text('a'), flags?.text('b'), flags?.boolean('profiling'), flags?.has('c')]).toEqual([
      'x y',
      'z',
      true,
      false,
    ]);
    expect(flags?.paths('a')).toEqual(['spec.containers[0].command[2]']);
  });
});
