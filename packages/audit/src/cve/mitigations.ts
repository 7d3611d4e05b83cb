/** What stands in the way of a flaw while it is not fixed, and whether this input has it. */
import { labelSelectorMatches } from '@bulkhead/apimachinery/selectors';
import type { LabelSelector } from '@bulkhead/apimachinery/types/meta-v1';
import { read } from '../audit-object.js';
import type { Component } from './component.js';
import {
  admissionPluginCondition,
  configMapCondition,
  flagCondition,
  kubeletFieldCondition,
} from './component-settings.js';
import type { ConditionAnswer } from './condition-answer.js';
import type { CveMitigation } from './cve.js';
import type { CveFacts } from './cve-facts.js';
import { gateState } from './gate-state.js';
import {
  inUserNamespaces,
  passing,
  type Share,
  underSeccomp,
  withoutNetRaw,
  withStrictGroups,
  withUser,
} from './mitigation-levels.js';

export interface MitigationState extends CveMitigation {
  /** The name for people. */
  readonly title: string;
  /** Whether the input has it everywhere, in places, nowhere; `unknown`: the input does not show it. */
  readonly present: 'all' | 'some' | 'none' | 'unknown';
  readonly detail: string;
}

/** Those that help, each with its state, and those that make it worse. */
export function mitigationStates(
  mitigations: readonly CveMitigation[],
  component: Component,
  facts: CveFacts,
): readonly MitigationState[] {
  return mitigations
    .filter(({ name, effect }) => name !== 'note' && effect !== 'no' && effect !== 'UNCONFIRMED')
    .map((mitigation) => ({
      ...mitigation,
      title: titleOf(mitigation.name),
      ...stateOf(mitigation.name, component, facts),
    }));
}

/** Whether something that helps fully is there in full. */
export const isMitigated = (states: readonly MitigationState[]): boolean =>
  states.some(({ effect, present }) => effect !== 'partial' && effect !== 'causes' && present === 'all');

const TITLES: ReadonlyMap<string, string> = new Map([
  ['userNamespaces', 'user namespaces'],
  ['podSecurityRestricted', 'the Pod Security level restricted'],
  ['podSecurityBaseline', 'the Pod Security level baseline'],
  ['seccompRuntimeDefault', 'the default seccomp profile'],
  ['appArmor', 'AppArmor'],
  ['selinux', 'SELinux'],
  ['cgroupV2', 'cgroup v2'],
  ['networkPolicy', 'a NetworkPolicy'],
  ['csiServiceAccountTokenInSecrets', 'tokens in secrets of CSI calls'],
  ['runAsUser', 'runAsUser'],
  ['dropNetRaw', 'dropping NET_RAW'],
]);

/** `flag:--profiling=false` as `--profiling=false`: the value says what it is. */
const titleOf = (name: string): string =>
  TITLES.get(name) ?? name.replace(/^(?:flag|featureGate|admissionPlugin|kubelet|configmap|rbac):/, '');

type State = Pick<MitigationState, 'present' | 'detail'>;

const UNKNOWN: State = { present: 'unknown', detail: 'the input does not show it' };

const OF_WORKLOADS: ReadonlyMap<string, { readonly share: (facts: CveFacts) => Share; readonly what: string }> =
  new Map([
    ['userNamespaces', { share: inUserNamespaces, what: 'run in a user namespace' }],
    ['podSecurityRestricted', { share: (facts) => passing(facts, 'restricted'), what: 'pass the level restricted' }],
    ['podSecurityBaseline', { share: (facts) => passing(facts, 'baseline'), what: 'pass the level baseline' }],
    ['seccompRuntimeDefault', { share: underSeccomp, what: 'run under a seccomp profile' }],
    ['runAsUser', { share: withUser, what: 'say which user they run as' }],
    ['dropNetRaw', { share: withoutNetRaw, what: 'go without NET_RAW' }],
    ['supplementalGroupsPolicy: Strict', { share: withStrictGroups, what: 'have strict supplementary groups' }],
  ]);

function stateOf(name: string, component: Component, facts: CveFacts): State {
  const ofWorkloads = OF_WORKLOADS.get(name);
  if (ofWorkloads !== undefined) {
    if (name === 'seccompRuntimeDefault' && hasSeccompDefault(facts)) {
      return { present: 'all', detail: 'the kubelet gives every container the default profile' };
    }
    return stateOfShare(facts.share(name, ofWorkloads.share), ofWorkloads.what);
  }
  if (name === 'networkPolicy') return networkPolicyState(component, facts);
  if (name === 'csiServiceAccountTokenInSecrets') return tokenInSecretsState(facts);
  const colon = name.indexOf(':');
  const [setting = '', value = 'true'] = name.slice(colon + 1).split('=');
  switch (name.slice(0, colon)) {
    case 'featureGate': {
      const { on, detail } = gateState(setting, component, facts);
      const word = on === undefined ? 'unknown' : String(on) === value ? 'all' : 'none';
      return { present: word, detail };
    }
    case 'admissionPlugin':
      return fromAnswer(
        admissionPluginCondition({ kind: 'admission-plugin', plugin: setting, enabled: true }, component),
      );
    case 'kubelet':
      return setting === 'readOnlyPort'
        ? fromAnswer(kubeletFieldCondition({ kind: 'kubelet-field', field: setting, is: Number(value) }, facts))
        : UNKNOWN;
    case 'configmap':
      return configMapState(setting, value, component, facts);
    case 'flag':
      return setting.startsWith('--')
        ? fromAnswer(flagCondition({ kind: 'flag', flag: setting.slice(2), value, byDefault: '' }, component))
        : configMapState(setting, value, component, facts);
    default:
      return UNKNOWN;
  }
}

const fromAnswer = ({ holds, detail }: ConditionAnswer): State => ({
  present: holds === 'yes' ? 'all' : holds === 'no' ? 'none' : 'unknown',
  detail,
});

const configMapState = (key: string, value: string, component: Component, facts: CveFacts): State =>
  fromAnswer(configMapCondition({ kind: 'config-map', key, words: [value], byDefault: false }, component, facts));

function stateOfShare({ having, all }: Share, what: string): State {
  if (all === 0) return { present: 'unknown', detail: 'the input holds no workloads' };
  const present = having === all ? 'all' : having === 0 ? 'none' : 'some';
  return { present, detail: `${having} of ${all} workloads ${what}` };
}

const hasSeccompDefault = ({ kubelets }: CveFacts): boolean =>
  kubelets.length > 0 && kubelets.every(({ kubelet }) => kubelet.effective('seccompDefault')?.value === true);

/** Whether a policy stands before the component at all; whether it closes the right port is for people to see. */
function networkPolicyState({ containers }: Component, { cluster }: CveFacts): State {
  if (containers.length === 0) return UNKNOWN;
  const guarded = containers.filter(({ object, pod }) =>
    cluster.objects
      .ofKind('NetworkPolicy')
      .some(
        (policy) =>
          policy.identity.namespace === object.identity.namespace &&
          labelSelectorMatches(
            read(read(policy.object, 'spec'), 'podSelector') as LabelSelector,
            pod.metadata?.labels ?? {},
            cluster.profile.minor,
          ),
      ),
  );
  if (guarded.length === 0) return { present: 'none', detail: 'no NetworkPolicy of the input selects it' };
  return { present: 'some', detail: 'a NetworkPolicy selects it: look whether it closes the port' };
}

function tokenInSecretsState({ cluster }: CveFacts): State {
  const drivers = cluster.objects.ofKind('CSIDriver');
  if (drivers.length === 0) return UNKNOWN;
  const having = drivers.filter(({ object }) => read(read(object, 'spec'), 'serviceAccountTokenInSecrets') === true);
  const present = having.length === drivers.length ? 'all' : having.length === 0 ? 'none' : 'some';
  return { present, detail: `${having.length} of ${drivers.length} CSIDrivers get tokens as secrets` };
}
