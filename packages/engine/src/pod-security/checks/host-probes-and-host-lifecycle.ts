/**
 * Probes and lifecycle hooks must not name a host: the kubelet would call it from the node's network. Every name
 * counts, 127.0.0.1 and localhost as well.
 *
 * Restricted fields: of spec.{containers,initContainers,ephemeralContainers}[*]
 *   {livenessProbe,readinessProbe,startupProbe}.{httpGet,tcpSocket}.host
 *   lifecycle.{postStart,preStop}.{httpGet,tcpSocket}.host
 * Allowed: absent, empty
 *
 * Source: k8s.io/pod-security-admission/policy/check_hostProbesAndhostLifecycle.go; KEP-4940.
 */
import { ALLOWED, type Check, type CheckResult, forbidden } from '../check.js';
import { joinQuoted, plural, sortedSet } from '../detail.js';
import { type ContainerView, containerPath, type PodView } from '../pod-view.js';

export const hostProbesAndHostLifecycle: Check = {
  id: 'hostProbesAndHostLifecycle',
  level: 'baseline',
  versions: [{ minimumVersion: 34, checkPod: hostProbesAndHostLifecycle1_34, code: { since: 34 } }],
};

interface Handler {
  readonly httpGet?: { readonly host?: string };
  readonly tcpSocket?: { readonly host?: string };
}

interface NamedHost {
  readonly container: string;
  readonly host: string;
  readonly field: string;
}

function hostProbesAndHostLifecycle1_34(pod: PodView): CheckResult {
  const found: NamedHost[] = [];
  for (const view of pod.containers) {
    const { livenessProbe, readinessProbe, startupProbe, lifecycle } = view.container;
    if (livenessProbe !== undefined) addHosts(found, view, 'livenessProbe', livenessProbe);
    if (readinessProbe !== undefined) addHosts(found, view, 'readinessProbe', readinessProbe);
    if (startupProbe !== undefined) addHosts(found, view, 'startupProbe', startupProbe);
    if (lifecycle === undefined) continue;
    addHosts(found, view, 'lifecycle.postStart', lifecycle?.postStart);
    addHosts(found, view, 'lifecycle.preStop', lifecycle?.preStop);
  }
  if (found.length === 0) return ALLOWED;

  const containers = sortedSet(found.map(({ container }) => container));
  const hosts = sortedSet(found.map(({ host }) => host));
  const subject = `${plural('container', 'containers', containers.length)} ${joinQuoted(containers)}`;
  const object = `${plural('probe or lifecycle host', 'probe or lifecycle hosts', hosts.length)} ${joinQuoted(hosts)}`;
  return forbidden(
    'probe or lifecycle host',
    `${subject} ${plural('uses', 'use', containers.length)} ${object}`,
    found.map(({ field }) => field),
  );
}

function addHosts(found: NamedHost[], view: ContainerView, field: string, handler: Handler | undefined): void {
  addHost(found, view, `${field}.httpGet.host`, handler?.httpGet?.host);
  addHost(found, view, `${field}.tcpSocket.host`, handler?.tcpSocket?.host);
}

function addHost(found: NamedHost[], view: ContainerView, field: string, host: string | undefined): void {
  if (typeof host !== 'string' || host === '') return;
  found.push({ container: view.name, host, field: containerPath(view, field) });
}
