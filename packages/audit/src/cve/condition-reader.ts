/**
 * Conditions of a record as questions to an input. The structured check of the record is taken where it says enough;
 * what a record says only in words is in the table below.
 */
import type { CveCondition } from './cve.js';
import type { CveCheck } from './cve-check.js';

const USUAL: CveCheck = { kind: 'manual', isUsual: true };
const SPECIAL: CveCheck = { kind: 'manual', isUsual: false };
const COMPONENT: CveCheck = { kind: 'component' };

/** By the words of the record; everything else that is only words is taken to hold, and said to be so. */
const BY_TEXT: ReadonlyMap<string, CveCheck> = new Map<string, CveCheck>([
  ['csi-driver-smb', COMPONENT],
  ['csi-driver-nfs', COMPONENT],
  ['csi-proxy', COMPONENT],
  ['Headlamp in cluster', COMPONENT],
  ['secrets-store-sync-controller', COMPONENT],
  ['config.enableHelm=true', { kind: 'flag', flag: 'enable-helm', value: 'true', byDefault: 'false' }],
  ['ingress-nginx with validating webhook on', { kind: 'flag', flag: 'validating-webhook', value: '*', byDefault: '' }],
  [
    'custom-http-errors includes 401 or 403',
    { kind: 'config-map', key: 'custom-http-errors', words: ['401', '403'], byDefault: false },
  ],
  [
    'allow-snippet-annotations=true',
    { kind: 'config-map', key: 'allow-snippet-annotations', words: ['true'], byDefault: true },
  ],
  ['NodeRestriction admission on', { kind: 'admission-plugin', plugin: 'NodeRestriction', enabled: true }],
  [
    'OwnerReferencesPermissionEnforcement off',
    { kind: 'admission-plugin', plugin: 'OwnerReferencesPermissionEnforcement', enabled: false },
  ],
  [
    'kubelet < 1.33 or GitRepoVolumeDriver=true',
    { kind: 'feature-gate', gate: 'GitRepoVolumeDriver', on: true, whereAbsent: true },
  ],
  ['enableSystemLogQuery=true', { kind: 'kubelet-field', field: 'enableSystemLogQuery', is: true }],
  ['localhostProfile=""', { kind: 'pod-use', use: 'empty-localhost-profile' }],
  ['--profiling=true', { kind: 'flag', flag: 'profiling', value: 'true', byDefault: 'true' }],
  ['cloud-provider=vsphere', { kind: 'flag', flag: 'cloud-provider', value: 'vsphere', byDefault: '' }],
  [
    'user may use nodes/proxy, services/proxy or pods/proxy',
    { kind: 'rbac-allows', verb: 'get', resources: ['nodes/proxy', 'services/proxy', 'pods/proxy'], isUsual: false },
  ],
  ['RBD volumes', SPECIAL],
  ['GlusterFS/Quobyte/StorageOS/ScaleIO in-tree volumes', SPECIAL],
  ['validating webhook on nodes', SPECIAL],
  ['APIService to a not fully trusted server', SPECIAL],
  ['kubelet healthzBindAddress not loopback', SPECIAL],
  ['node image built with image-builder', SPECIAL],
  ['node image built with image-builder Proxmox provider', SPECIAL],
  ['ClusterRole edit/admin still grants endpoints write (clusters created before 1.22)', SPECIAL],
]);

/** One of the two is enough, although the record lists them as two conditions. */
const EXTERNAL_ADDRESSES: CveCheck = {
  kind: 'rbac-allows',
  verb: 'create',
  resources: ['services', 'services/status:patch'],
  isUsual: true,
};
const ALTERNATIVES: ReadonlySet<string> = new Set([
  'user may create Services with externalIPs',
  'user may patch services/status',
]);

/** Conditions in the order of the record. `checks` stand beside `texts` where there are as many. */
export function readConditions(texts: readonly string[], checks: readonly unknown[]): readonly CveCondition[] {
  const conditions: CveCondition[] = [];
  const length = Math.max(texts.length, checks.length);
  for (let index = 0; index < length; index++) {
    const structured = checks.length === texts.length || texts.length === 0 ? checks[index] : undefined;
    const text = texts[index] ?? member(structured, 'check');
    if (ALTERNATIVES.has(text)) {
      if (conditions.some(({ check }) => check === EXTERNAL_ADDRESSES)) continue;
      conditions.push({ text: [...ALTERNATIVES].join(', or '), check: EXTERNAL_ADDRESSES });
      continue;
    }
    conditions.push({ text, check: BY_TEXT.get(text) ?? structuredCheck(structured) });
  }
  return conditions;
}

const read = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;

const member = (value: unknown, name: string): string => {
  const found = read(value, name);
  return typeof found === 'string' ? found : '';
};

const POD_USES: ReadonlyMap<string, CveCheck> = new Map<string, CveCheck>([
  ['gitRepo', { kind: 'pod-use', use: 'git-repo-volume' }],
  ['volumeMounts[].subPath', { kind: 'pod-use', use: 'sub-path' }],
  ['seccompProfile.type=Localhost', { kind: 'pod-use', use: 'localhost-seccomp' }],
  ['NET_RAW', { kind: 'pod-use', use: 'net-raw' }],
]);

/** Gates that took something away: versions from before the gate do what it switches off. */
const REMOVING_GATES: ReadonlySet<string> = new Set(['GitRepoVolumeDriver', 'AllowServiceExternalIPs']);

function structuredCheck(check: unknown): CveCheck {
  const value = member(check, 'value');
  switch (member(check, 'check')) {
    case 'component':
      return COMPONENT;
    case 'clientOnly':
      return { kind: 'client' };
    case 'nodeOS':
      return value === 'windows' ? { kind: 'windows-nodes' } : USUAL;
    case 'featureGate': {
      const gate = member(check, 'name');
      return { kind: 'feature-gate', gate, on: read(check, 'value') === true, whereAbsent: REMOVING_GATES.has(gate) };
    }
    case 'podVolume':
    case 'podField':
    case 'capabilityPresent':
      return POD_USES.get(value) ?? USUAL;
    case 'kindInUse':
      return { kind: 'kind-in-use', objectKind: value };
    case 'csiDriverField':
      return member(check, 'value') === 'spec.tokenRequests' ? { kind: 'csi-token-requests' } : USUAL;
    case 'annotation':
      return { kind: 'annotation', objectKind: member(check, 'kind'), key: member(check, 'key'), value };
    case 'admissionPlugin':
      return { kind: 'admission-plugin', plugin: member(check, 'name'), enabled: read(check, 'enabled') === true };
    case 'kubeletConfig':
      return member(check, 'field') === 'readOnlyPort'
        ? { kind: 'kubelet-field', field: 'readOnlyPort', not: read(check, 'not') }
        : USUAL;
    case 'logVerbosity': {
      const min = read(check, 'min');
      return typeof min === 'number' ? { kind: 'log-verbosity', min } : USUAL;
    }
    case 'rbacAllows':
      return {
        kind: 'rbac-allows',
        verb: member(check, 'verb'),
        resources: [member(check, 'resource')],
        isUsual: true,
      };
    default:
      return USUAL;
  }
}
