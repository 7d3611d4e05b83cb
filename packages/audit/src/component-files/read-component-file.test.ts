import { describe, expect, it } from 'vitest';
import { isComponentFileName, readComponentFile } from './read-component-file.js';

function kindOf(name: string, text: string): unknown {
  const file = readComponentFile(name, text);
  return file !== undefined && 'document' in file ? Reflect.get(Object(file.document.value), 'kind') : file;
}

describe('a file of a component', () => {
  it.each([
    ['config.toml', 'version = 2\n[plugins."io.containerd.grpc.v1.cri"]\n', 'ContainerdConfiguration'],
    ['config.toml', 'version = 3\n[grpc]\naddress = "/x"\n', 'ContainerdConfiguration'],
    ['hosts.toml', 'server = "https://a.example"\n', 'ContainerdRegistryHosts'],
    ['crio.conf', '[crio.runtime]\nselinux = true\n', 'CrioConfiguration'],
    ['registries.conf', 'unqualified-search-registries = []\n', 'ContainersRegistries'],
    ['kubeadm-flags.env', 'KUBELET_KUBEADM_ARGS="--anonymous-auth=true"\n', 'KubeletFlags'],
    ['/etc/default/kubelet', 'KUBELET_EXTRA_ARGS=--read-only-port=10255\n', 'KubeletFlags'],
    ['Cargo.toml', '[package]\nname = "x"\nversion = "1.0"\n', undefined],
    ['nginx.conf', 'server {\n', { error: expect.anything() }],
    ['app.toml', '[server]\nport = 1\n[host]\nname = "x"\n', undefined],
    ['.env', 'PASSWORD=x\n', undefined],
  ])('%s %j', (name, text, kind) => {
    expect(isComponentFileName(name)).toBe(true);
    expect(kindOf(name, text)).toEqual(kind);
  });

  it('of systemd has its flags at their places', () => {
    const text = `[Service]
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
ExecStart=
ExecStart=/usr/bin/kubelet $KUBELET_CONFIG_ARGS \\
  --read-only-port 10255
`;
    const file = readComponentFile('10-kubeadm.conf', text);
    if (file === undefined || !('document' in file)) throw new Error('not read');
    expect(file.document.value).toEqual({
      apiVersion: 'kubelet/v1',
      kind: 'KubeletFlags',
      isWhole: false,
      args: ['--config=/var/lib/kubelet/config.yaml', '--read-only-port', '10255'],
    });
    const { line, column } = file.document.placeFrom(file.document.root, ['args', 1]);
    expect([line, column]).toEqual([5, 3]);
  });
});
