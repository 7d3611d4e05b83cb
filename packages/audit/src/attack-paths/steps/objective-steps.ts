/**
 * Steps that give no other identity, but an objective of their own: rights handed to others, traffic, data, knowledge,
 * guardrails taken away, disruption. Only a search for such an objective sees them.
 */
import { ADMIN_ACCESS_LABEL } from '../facts-reader.js';
import { EVERY_NAMESPACE, foothold, type Objective } from '../foothold.js';
import type { Need } from '../need.js';
import type { Rights } from '../rights.js';
import { met, oneOf, type Requirement, unknown } from '../step.js';
import { SYSTEM_NAMESPACE } from '../system-namespace.js';
import type { TechniqueId } from '../technique.js';
import { certificateSteps } from './certificate-steps.js';
import { makesPods } from './pod-steps.js';
import type { StepSink } from './step-sink.js';

interface ObjectiveStep {
  readonly technique: TechniqueId;
  readonly objective: Objective;
  /** Any is enough, for objects of any name or of some. */
  readonly needs: readonly Need[];
  /** What the input does not tell. */
  readonly assumes?: string;
}

/** Steps that take one right and nothing that the input could deny. */
const STEPS: readonly ObjectiveStep[] = [
  {
    technique: 'hand-out-rights',
    objective: 'persistence',
    needs: ['createRoleBindings', 'editRoleBindings', 'createClusterRoleBindings', 'editClusterRoleBindings'],
  },
  {
    technique: 'hand-out-rules',
    objective: 'persistence',
    needs: ['editRoles', 'editClusterRoles', 'createClusterRoles'],
  },
  {
    technique: 'proxy-to-pods',
    objective: 'lateral-movement',
    needs: ['proxyPods'],
    assumes: 'a port of a pod answers without credentials',
  },
  { technique: 'node-logs', objective: 'discovery', needs: ['readNodeLogs'] },
  { technique: 'node-figures', objective: 'discovery', needs: ['readNodeFigures'] },
  { technique: 'disturb-nodes', objective: 'impact', needs: ['editNodes', 'deleteNodes'] },
  {
    technique: 'validating-webhook',
    objective: 'impact',
    needs: ['writeValidatingWebhooks'],
    assumes: 'no other policy keeps the webhook from refusing every request',
  },
  {
    technique: 'serve-api-group',
    objective: 'collection',
    needs: ['writeAPIServices'],
    assumes: 'the API server reaches the extension server',
  },
  {
    technique: 'conversion-webhook',
    objective: 'persistence',
    needs: ['editCRDs'],
    assumes: 'a controller acts on the custom resources',
  },
  {
    technique: 'intercept-service-traffic',
    objective: 'collection',
    needs: ['writeServices'],
    assumes: 'the admission plugin DenyServiceExternalIPs is off, as it is by default',
  },
  { technique: 'intercept-service-traffic', objective: 'collection', needs: ['editServiceStatus'] },
  {
    technique: 'redirect-endpoints',
    objective: 'lateral-movement',
    needs: ['writeEndpoints'],
    assumes: 'somebody uses a Service of the namespace',
  },
  {
    technique: 'take-route',
    objective: 'collection',
    needs: ['writeRoutes'],
    assumes: 'a controller serves routes of the namespace',
  },
  { technique: 'delete-events', objective: 'defense-evasion', needs: ['deleteEvents'] },
  { technique: 'exhaust-resources', objective: 'impact', needs: ['writeLimits', 'writePriorities'] },
  {
    technique: 'rewrite-pod-status',
    objective: 'collection',
    needs: ['editPodStatus'],
    assumes: 'a Service or a NetworkPolicy selects pods by label',
  },
  { technique: 'destroy-data', objective: 'impact', needs: ['deleteData', 'deleteClusterData'] },
  {
    technique: 'storage-driver',
    objective: 'collection',
    needs: ['createStorage'],
    assumes: 'a CSI driver or a runtime handler of the nodes takes the object',
  },
  { technique: 'map-rights', objective: 'discovery', needs: ['mapRights', 'readNodes', 'readPods'] },
  { technique: 'control-plane-paths', objective: 'discovery', needs: ['readControlPlane', 'writeControlPlane'] },
  {
    technique: 'new-namespace',
    objective: 'defense-evasion',
    needs: ['createNamespaces'],
    assumes: 'a policy selects namespaces by label',
  },
];

export function objectiveSteps(rights: Rights, sink: StepSink): void {
  for (const { technique, objective, needs, assumes } of STEPS) {
    const conditions = assumes === undefined ? [] : [unknown(assumes)];
    sink.reach(rights, technique, objective, [anyOf(rights, needs)], conditions);
  }
  kubeletSteps(rights, sink);
  readLogs(rights, sink);
  forwardPorts(rights, sink);
  weakenGuardrails(rights, sink);
  takeCloudIdentity(rights, sink);
  rewriteConfigMaps(rights, sink);
  takeLeases(rights, sink);
  claimDevices(rights, sink);
  certificateSteps(rights, sink);
}

const anyOf = (rights: Rights, needs: readonly Need[]): Requirement | undefined =>
  oneOf(...needs.map((need) => rights.some(need)));

/** `/pods` and `/configz` have a right of their own where the kubelet asks for it (KEP-2862). */
function kubeletSteps(rights: Rights, sink: StepSink): void {
  if (!sink.facts.profile.enabled('KubeletFineGrainedAuthz')) return;
  sink.reach(rights, 'node-pods', 'discovery', [rights.some('readNodePods')]);
  sink.reach(rights, 'node-figures', 'discovery', [rights.some('readNodeConfiguration')]);
}

/** ConfigMaps that hold certificates of authorities, which are no secret. */
const PUBLIC_CONFIG_MAPS: ReadonlySet<string> = new Set([
  'extension-apiserver-authentication',
  'kube-root-ca.crt',
  'cluster-info',
]);

function readLogs(rights: Rights, sink: StepSink): void {
  const names = rights.names('readLogs').filter((name) => !PUBLIC_CONFIG_MAPS.has(name));
  const named = names.length === 0 ? undefined : rights.limitedTo('readLogs', new Set(names));
  sink.reach(rights, 'read-logs', 'discovery', [rights.any('readLogs') ?? named]);
}

/** Like exec, `get` is enough as long as WebSockets are not asked for `create`. */
function forwardPorts(rights: Rights, sink: StepSink): void {
  const { profile } = sink.facts;
  const needsCreate = profile.minor >= 35 && profile.enabled('AuthorizePodWebsocketUpgradeCreatePermission');
  const right = oneOf(rights.some('forwardPorts'), needsCreate ? undefined : rights.some('forwardPortsByGet'));
  const condition = unknown('a port of a pod answers without credentials');
  sink.reach(rights, 'proxy-to-pods', 'lateral-movement', [right], [condition]);
}

function weakenGuardrails(rights: Rights, sink: StepSink): void {
  const { facts } = sink;
  const guardrail = (need: Need, ...kinds: readonly string[]): void => {
    const [present] = kinds.flatMap((kind) => facts.guardrails.get(kind) ?? []);
    const condition = present === undefined ? unknown('a guardrail is there to take away') : met(`${present} is there`);
    sink.reach(rights, 'weaken-guardrail', 'defense-evasion', [rights.some(need)], [condition]);
  };
  if (facts.profile.minor >= 30 || facts.profile.enabled('ValidatingAdmissionPolicy')) {
    guardrail('weakenPolicies', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding');
  }
  guardrail('weakenValidatingWebhooks', 'ValidatingWebhookConfiguration');
  guardrail('deleteMutatingWebhooks', 'MutatingWebhookConfiguration');
  if (!rights.has('weakenNetworkPolicies')) return;
  const policies = facts.networkPolicies;
  const isThere = rights.isClusterWide ? policies.size > 0 : policies.has(rights.scope);
  const condition = isThere ? met('NetworkPolicies are there') : unknown('a NetworkPolicy is there to take away');
  sink.reach(rights, 'open-network', 'defense-evasion', [rights.some('weakenNetworkPolicies')], [condition]);
}

/** A service account with the annotation of a cloud provider is that cloud identity, if its trust policy says so. */
function takeCloudIdentity(rights: Rights, sink: StepSink): void {
  const edit = rights.some('editServiceAccounts');
  if (edit === undefined) return;
  const use = oneOf(rights.any('createTokens'), makesPods(rights));
  const isUsed = sink.facts.usesCloudIdentities;
  const trust = unknown("the cloud's trust policy accepts a service account of the namespace");
  const seen = isUsed ? [met('service accounts of the input have cloud identities')] : [];
  sink.addIn(rights, 'cloud-identity', foothold('objective', rights.scope, 'lateral-movement'), {
    requirements: [edit, use],
    conditions: [trust, ...seen],
    severity: isUsed ? 'high' : 'medium',
  });
}

/** ConfigMaps that the control plane, name resolution or joining nodes trust. */
const TRUSTED_CONFIG_MAPS: readonly (readonly [namespace: string, name: string])[] = [
  [SYSTEM_NAMESPACE, 'coredns'],
  [SYSTEM_NAMESPACE, 'kube-proxy'],
  [SYSTEM_NAMESPACE, 'extension-apiserver-authentication'],
  ['kube-public', 'cluster-info'],
];

function rewriteConfigMaps(rights: Rights, sink: StepSink): void {
  if (!rights.has('editConfigMaps')) return;
  for (const [namespace, name] of TRUSTED_CONFIG_MAPS) {
    if (!sink.facts.configMaps.has(`${namespace}/${name}`)) continue;
    if (!rights.isClusterWide && rights.scope !== namespace) continue;
    const condition = met(`ConfigMap ${namespace}/${name} is in the input`);
    sink.reach(rights, 'rewrite-trusted-config', 'collection', [rights.named('editConfigMaps', name)], [condition]);
  }
}

/** Leases of the control plane's namespace choose the leader; those of other namespaces are of others' concern. */
function takeLeases(rights: Rights, sink: StepSink): void {
  if (rights.scope !== SYSTEM_NAMESPACE && rights.scope !== EVERY_NAMESPACE) return;
  sink.reach(rights, 'exhaust-resources', 'impact', [rights.some('writeLeases')]);
}

/** A claim with adminAccess is let in where the namespace has the label, or where one can set it. */
function claimDevices(rights: Rights, sink: StepSink): void {
  if (!rights.has('createResourceClaims') || !sink.facts.profile.enabled('DRAAdminAccess')) return;
  const claim = [rights.any('createResourceClaims'), makesPods(rights)];
  const labelled = [...sink.facts.adminAccessNamespaces].find((name) => rights.isClusterWide || name === rights.scope);
  if (labelled !== undefined) {
    const condition = met(`namespace ${labelled} has the label ${ADMIN_ACCESS_LABEL}`);
    sink.reach(rights, 'device-admin-access', 'collection', claim, [condition]);
    return;
  }
  const label = rights.isClusterWide ? rights.any('labelNamespaces') : rights.named('labelNamespaces', rights.scope);
  const condition = unknown('devices are in use by others');
  sink.reach(rights, 'device-admin-access', 'collection', [...claim, label], [condition]);
}
