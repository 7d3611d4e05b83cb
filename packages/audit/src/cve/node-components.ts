/** The components of a node: what its status reports. */
import { type AuditObject, read, text } from '../audit-object.js';
import { parseComponentVersion } from './component-version.js';

export interface ReportedComponent {
  readonly name: string;
  /** What the status says. */
  readonly text: string;
  /** Without the name of a runtime. */
  readonly version: string;
  readonly fieldPath: string;
}

const RUNTIMES: ReadonlySet<string> = new Set(['containerd', 'cri-o', 'docker']);

/** Whether the object is a Node. */
export const isNode = ({ identity }: AuditObject): boolean => identity.kind === 'Node' && identity.apiVersion === 'v1';

/** The components with the versions that a Node's status reports; empty without a status. */
export function nodeComponents(node: AuditObject): readonly ReportedComponent[] {
  const info = read(read(node.object, 'status'), 'nodeInfo');
  const reported: ReportedComponent[] = [];
  const add = (name: string, field: string, version: string): void => {
    if (version === '') return;
    reported.push({ name, text: text(read(info, field)), version, fieldPath: `status.nodeInfo.${field}` });
  };
  add('kubelet', 'kubeletVersion', text(read(info, 'kubeletVersion')));
  add('kube-proxy', 'kubeProxyVersion', text(read(info, 'kubeProxyVersion')));
  const [runtime = '', version = ''] = text(read(info, 'containerRuntimeVersion')).split('://');
  if (RUNTIMES.has(runtime)) add(runtime, 'containerRuntimeVersion', version);
  // The kernel of Windows has numbers of its own.
  if (!isWindowsNode(node)) add('linux-kernel', 'kernelVersion', text(read(info, 'kernelVersion')));
  return reported;
}

export function isWindowsNode(node: AuditObject): boolean {
  const info = read(read(node.object, 'status'), 'nodeInfo');
  return (
    text(read(info, 'operatingSystem')).toLowerCase() === 'windows' ||
    node.metadata.labels?.['kubernetes.io/os'] === 'windows'
  );
}

/**
 * The version of a reported component. Distributions number their kernels `5.15.0-91-generic`: fixes come into them
 * without a new number, as into everything with such an ending.
 */
export const reportedVersion = ({ version }: ReportedComponent): ReturnType<typeof parseComponentVersion> =>
  parseComponentVersion(version);
