import type { CheckResult } from '@bulkhead/engine/pod-security';
import type { Severity } from '../../finding.js';
import type { Workload } from '../../workload.js';
import { podSecurityRule } from './pod-security-rule.js';

/** Host paths by what they give away, the worst first; a path matches itself and everything below it. */
const SENSITIVE_PATHS: readonly { path: string; exact?: boolean; severity: Severity; gain: string }[] = [
  ...[
    '/var/run/docker.sock',
    '/run/docker.sock',
    '/run/containerd/containerd.sock',
    '/var/run/containerd/containerd.sock',
    '/run/k3s/containerd/containerd.sock',
    '/run/crio/crio.sock',
    '/var/run/crio/crio.sock',
  ].map((path) => ({
    path,
    severity: 'critical' as const,
    gain: 'the container runtime starts privileged containers for whoever holds its socket',
  })),
  { path: '/', exact: true, severity: 'critical', gain: "the node's whole file system is there" },
  { path: '/etc/kubernetes', severity: 'critical', gain: "the node's and the control plane's credentials are there" },
  {
    path: '/var/lib/kubelet',
    severity: 'critical',
    gain: "every pod's tokens and Secrets and the kubelet's key are there",
  },
  { path: '/var/lib/etcd', severity: 'critical', gain: 'the whole state of the cluster is there' },
  { path: '/proc', severity: 'critical', gain: 'through /proc the root of every process of the node is reachable' },
  { path: '/root', severity: 'critical', gain: "root's keys and shell files are there" },
  { path: '/etc', severity: 'critical', gain: "the node's users, cron jobs and certificates are there" },
  { path: '/dev', severity: 'critical', gain: "the node's disks are there" },
  { path: '/run', severity: 'critical', gain: "the runtime's and the system's sockets are there" },
  { path: '/var/run', severity: 'critical', gain: "the runtime's and the system's sockets are there" },
  { path: '/sys', severity: 'high', gain: 'kernel settings and cgroups of the node are there' },
  { path: '/boot', severity: 'high', gain: "the node's kernel is there" },
  { path: '/var/log', severity: 'high', gain: 'a symbolic link in it reads any file of the node through the kubelet' },
  { path: '/home', severity: 'high', gain: "the users' keys are there" },
];

/** Read-only, what is only dangerous to change is less so; secrets and sockets stay what they are. */
const WHEN_READ_ONLY: Readonly<Record<string, Severity>> = {
  '/': 'high',
  '/etc': 'high',
  '/root': 'high',
  '/proc': 'high',
  '/sys': 'medium',
  '/boot': 'low',
  '/var/log': 'medium',
  '/home': 'medium',
};

interface Judgement {
  readonly severity: Severity;
  readonly gain: string;
}

const RANK: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

function judge(workload: Workload): Judgement {
  let worst: Judgement = { severity: 'info', gain: '' };
  for (const volume of workload.pod.spec?.volumes ?? []) {
    if (volume.hostPath === undefined) continue;
    const judgement = judgePath(volume.hostPath.path ?? '', isReadOnly(workload, volume.name ?? ''));
    if (RANK.indexOf(judgement.severity) < RANK.indexOf(worst.severity)) worst = judgement;
  }
  return worst;
}

function judgePath(path: string, readOnly: boolean): Judgement {
  const normal = path === '/' ? '/' : path.replace(/\/{2,}/g, '/').replace(/\/$/, '') || '/';
  const known = SENSITIVE_PATHS.find(
    (sensitive) => normal === sensitive.path || (sensitive.exact !== true && normal.startsWith(`${sensitive.path}/`)),
  );
  if (known === undefined)
    return { severity: readOnly ? 'medium' : 'high', gain: readOnly ? '' : 'files of the node can be changed' };
  const severity = readOnly ? (WHEN_READ_ONLY[known.path] ?? known.severity) : known.severity;
  return { severity, gain: known.gain };
}

/** Whether every mount of the volume is read-only. */
function isReadOnly(workload: Workload, name: string): boolean {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = workload.pod.spec ?? {};
  const mounts = [...initContainers, ...containers, ...ephemeralContainers].flatMap((container) =>
    (container.volumeMounts ?? []).filter((mount) => mount.name === name),
  );
  return mounts.length > 0 && mounts.every((mount) => mount.readOnly === true);
}

export const hostPathVolumes = podSecurityRule({
  id: 'pod-security/host-path-volumes',
  checkId: 'hostPathVolumes',
  title: 'Mounts paths of the node',
  severity: 'high',
  gains: 'node',
  severityOf: (workload: Workload, _result: CheckResult) => judge(workload).severity,
  gain: (workload: Workload) => judge(workload).gain,
  standards: ['PSS:baseline', 'CIS:5.2.12', 'NSA:host-path', 'MITRE:T1611'],
  description: 'A hostPath volume mounts files of the node into the container.',
  risk: "Writable, it changes the node (cron jobs, keys, the kubelet's pods); readable, it gives away credentials of the node and of its other pods; a runtime socket is root on the node.",
  remediation:
    'Use emptyDir, a PersistentVolumeClaim or a projected volume; where a node agent needs a path, mount the narrowest one, read-only.',
  fix: 'replace the hostPath volume, or mount the narrowest path with readOnly: true',
});
