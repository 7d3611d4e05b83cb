/** Cases of the rules on runtime. Test data. */
import type { RuleCase } from '../rule-case.js';

export const RUNTIME_CASES: Readonly<Record<string, RuleCase>> = {
  'component/runtime-tcp': {
    file: 'config.toml',
    failing:
      'version = 2\n[grpc]\ntcp_address = "0.0.0.0:2376"\n[plugins."io.containerd.grpc.v1.cri"]\ndisable_tcp_service = false\n',
    findings: [
      {
        fieldPath: 'grpc.tcp_address',
        message: 'grpc.tcp_address is 0.0.0.0:2376 without client certificates: whoever reaches it is root on the node',
        severity: 'critical',
      },
      {
        fieldPath: 'plugins[io.containerd.grpc.v1.cri].disable_tcp_service',
        message: 'disable_tcp_service is false: the CRI is served on the TCP address as well',
        severity: 'critical',
      },
    ],
    passing:
      'version = 2\n[grpc]\ntcp_address = ""\n[plugins."io.containerd.grpc.v1.cri"]\ndisable_tcp_service = true\n',
  },
  'component/runtime-streaming': {
    file: 'crio.conf',
    failing: '[crio.api]\nstream_address = "0.0.0.0"\n',
    findings: [
      {
        fieldPath: 'crio.api.stream_address',
        message:
          'stream_address is 0.0.0.0: exec and port-forward of all containers are served to the network without TLS; use 127.0.0.1',
        severity: 'medium',
      },
    ],
    passing: '[crio.api]\nstream_address = "127.0.0.1"\n',
  },
  'component/runtime-apparmor': {
    file: 'config.toml',
    failing: 'version = 2\n[plugins."io.containerd.grpc.v1.cri"]\n  disable_apparmor = true\n',
    findings: [
      {
        fieldPath: 'plugins[io.containerd.grpc.v1.cri].disable_apparmor',
        message: 'disable_apparmor is true: no AppArmor profile of a pod has any effect',
        severity: 'medium',
      },
    ],
    passing: 'version = 2\n[plugins."io.containerd.grpc.v1.cri"]\n  disable_apparmor = false\n',
  },
  'component/runtime-seccomp': {
    file: 'crio.conf',
    failing: '[crio.runtime]\nseccomp_profile = "unconfined"\n',
    findings: [
      {
        fieldPath: 'crio.runtime.seccomp_profile',
        message: 'seccomp_profile is unconfined: RuntimeDefault means no profile on this node',
        severity: 'medium',
      },
    ],
    passing: '[crio.runtime]\nseccomp_profile = ""\n',
  },
  'component/runtime-selinux': {
    file: 'crio.conf',
    failing: '[crio.runtime]\nselinux = false\n',
    findings: [
      {
        fieldPath: 'crio.runtime.selinux',
        message: 'selinux is false: on hosts with SELinux containers run without labels of their own',
        severity: 'info',
      },
    ],
    passing: '[crio.runtime]\nselinux = true\n',
  },
  'component/host-devices': {
    file: 'config.toml',
    failing:
      'version = 3\n[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]\nruntime_type = "io.containerd.runc.v2"\n',
    findings: [
      {
        fieldPath: 'plugins[io.containerd.cri.v1.runtime].containerd.runtimes.runc.privileged_without_host_devices',
        message: 'runtime runc gives privileged containers every device of the host',
        severity: 'low',
      },
    ],
    passing:
      'version = 3\n[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]\nprivileged_without_host_devices = true\n',
  },
  'component/insecure-registries': {
    file: 'hosts.toml',
    failing:
      'server = "https://a.example"\n[host."https://mirror.example"]\nskip_verify = true\n[host."http://10.0.0.9:5000"]\n',
    findings: [
      {
        fieldPath: 'host[https://mirror.example].skip_verify',
        message:
          'the certificate of https://mirror.example is not verified: whoever stands between gives the node any image',
        severity: 'high',
      },
      {
        fieldPath: 'host[http://10.0.0.9:5000]',
        message: 'images come from http://10.0.0.9:5000 without TLS: whoever stands between gives the node any image',
        severity: 'high',
      },
    ],
    passing: 'server = "https://a.example"\n[host."https://mirror.example"]\nca = "/etc/mirror.crt"\n',
  },
  'component/default-capabilities': {
    file: 'crio.conf',
    failing: '[crio.runtime]\ndefault_capabilities = ["CHOWN", "NET_RAW"]\n',
    findings: [
      {
        fieldPath: 'crio.runtime.default_capabilities',
        message: 'default_capabilities has NET_RAW: every container has what few need',
        severity: 'medium',
      },
    ],
    passing: '[crio.runtime]\ndefault_capabilities = ["CHOWN"]\n',
  },
  'component/runtime-pids': {
    file: 'crio.conf',
    failing: '[crio.runtime]\npids_limit = -1\n',
    findings: [
      {
        fieldPath: 'crio.runtime.pids_limit',
        message: "pids_limit is -1: only the kubelet's podPidsLimit keeps a container from taking all processes",
        severity: 'info',
      },
    ],
    passing: '[crio.runtime]\npids_limit = 1024\n',
  },
  'component/unprivileged-network': {
    file: 'config.toml',
    failing: 'version = 3\n[plugins."io.containerd.cri.v1.runtime"]\nenable_unprivileged_ports = true\n',
    findings: [
      {
        fieldPath: 'plugins[io.containerd.cri.v1.runtime].enable_unprivileged_ports',
        message: 'enable_unprivileged_ports is true: containers of any user open ports below 1024',
        severity: 'info',
      },
    ],
    passing: 'version = 3\n[plugins."io.containerd.cri.v1.runtime"]\nenable_unprivileged_ports = false\n',
  },
};
