/** KEP-127 and KEP-5607. */
import type { ClusterProfile } from '@bulkhead/features';
import { podSpecOf } from '../../security-context/pod-containers.js';
import type { Break } from '../../user-namespaces/break.js';
import { userNamespaceReadiness } from '../../user-namespaces/readiness.js';
import type { AdoptionPlace, FeatureBreak, FeatureUse, SecurityFeature } from '../adoption.js';
import type { ClusterInput, InputWorkload } from '../cluster-input.js';
import { profileWithGates } from '../profile-with-gates.js';

interface Answers {
  readonly uses: FeatureUse[];
  readonly couldUse: AdoptionPlace[];
  readonly blocked: AdoptionPlace[];
  readonly breaks: FeatureBreak[];
}

const FIELD = 'spec.hostUsers';

/** One of the two features over the workloads that it is about, with the breaks as they are once it is on. */
function decide(
  input: ClusterInput,
  profile: ClusterProfile,
  isAbout: (workload: InputWorkload) => boolean,
  gates: readonly string[],
  minor: number,
): Answers {
  const answers: Answers = { uses: [], couldUse: [], blocked: [], breaks: [] };
  const enabled = profileWithGates(profile, gates, minor);
  for (const workload of input.workloads) if (isAbout(workload)) addWorkload(answers, workload, profile, enabled);
  return answers;
}

function addWorkload(answers: Answers, workload: InputWorkload, profile: ClusterProfile, on: ClusterProfile): void {
  const { source: object, pod, prefix } = workload;
  const fieldPath = prefix + FIELD;
  const { hostUsers } = podSpecOf(pod);
  const then = userNamespaceReadiness(pod, on);
  const errors = then.breaks.filter(({ severity }) => severity === 'error');
  if (hostUsers === false) {
    const now = userNamespaceReadiness(pod, profile);
    answers.uses.push({ object, fieldPath, effective: now.effective === 'user-namespace', message: usedText(now) });
    for (const found of then.breaks) answers.breaks.push(breakOf(found, workload));
    return;
  }
  if (hostUsers !== undefined) {
    answers.blocked.push({ object, fieldPath, message: 'hostUsers: true keeps it in the user namespace of the node' });
    return;
  }
  const obstacle = errors[0] ?? then.breaks.find(takesItsPowerAway);
  if (obstacle === undefined) answers.couldUse.push({ object, fieldPath, message: candidateText(then.breaks) });
  else answers.blocked.push({ object, fieldPath: prefix + obstacle.fieldPath, message: obstacle.message });
}

/** What is privileged, or binds low ports on the network of the node, is there for just that. */
const takesItsPowerAway = ({ cause, fieldPath }: Break): boolean =>
  cause === 'privileged' || (cause === 'host-network' && fieldPath !== 'spec.hostNetwork');

const candidateText = (breaks: readonly Break[]): string => {
  const [first] = breaks.filter(({ fieldPath }) => fieldPath !== 'spec.hostNetwork');
  return first === undefined ? 'nothing in the pod stands against hostUsers: false' : `could, but ${first.message}`;
};

function usedText(now: ReturnType<typeof userNamespaceReadiness>): string {
  if (now.silentlyDropped !== undefined) {
    return `${now.silentlyDropped} is off: the API server drops hostUsers, and the pod runs in the user namespace of the node`;
  }
  if (now.effective === 'refused') return 'hostUsers: false is refused in this combination';
  return now.effective === 'host' ? 'runs in the user namespace of the node all the same' : 'runs in a user namespace';
}

const breakOf = ({ fieldPath, message, severity }: Break, { source, prefix }: InputWorkload): FeatureBreak => ({
  object: source,
  fieldPath: prefix + fieldPath,
  message,
  severity: severity === 'error' ? 'error' : 'warning',
  fix: 'change the setting, or leave hostUsers unset',
});

const isOnHostNetwork = ({ pod }: InputWorkload): boolean => podSpecOf(pod).hostNetwork === true;

export const userNamespaces: SecurityFeature = {
  kep: 127,
  name: 'user namespaces',
  decide: (input, profile) =>
    decide(
      input,
      profile,
      (workload) => !isOnHostNetwork(workload),
      ['UserNamespacesSupport', 'ProcMountType'],
      profile.enabled('UserNamespacesStatelessPodsSupport') ? profile.minor : 30,
    ),
};

export const userNamespacesHostNetwork: SecurityFeature = {
  kep: 5607,
  name: 'user namespaces with hostNetwork',
  decide: (input, profile) =>
    decide(
      input,
      profile,
      isOnHostNetwork,
      ['UserNamespacesSupport', 'UserNamespacesHostNetworkSupport', 'NodeDeclaredFeatures'],
      35,
    ),
};
