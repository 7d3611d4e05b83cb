/**
 * Where Pod Security lets privileged pods in. Without a label a namespace has the level of the cluster, which is
 * privileged unless it was configured otherwise. The configuration may exempt namespaces, runtime classes and users.
 */
import { isExemptUser, type PodSecurityExemptions } from '@bulkhead/engine/pod-security';
import { type ClusterFacts, levelOf } from './cluster-facts.js';
import { EVERY_NAMESPACE } from './foothold.js';
import { type Change, type Condition, met, unknown } from './step.js';
import { SYSTEM_NAMESPACE } from './system-namespace.js';

/** Whether Pod Security lets privileged pods into the namespace; undefined when it refuses them. */
export function privilegedPods(facts: ClusterFacts, namespace: string): Condition | undefined {
  const { exemptions } = facts.podSecurity;
  const places =
    namespace === EVERY_NAMESPACE
      ? [SYSTEM_NAMESPACE, ...facts.namespaces.keys(), ...exemptions.namespaces]
      : [namespace];
  const open = places.filter((place) => levelOf(facts, place).level === 'privileged');
  const known = open.find((place) => levelOf(facts, place).source !== 'unknown');
  // Of every namespace, the label of one is not enough.
  if (known !== undefined) return openNamespace(facts, known, namespace !== EVERY_NAMESPACE);
  const exempt = exemptRuntimeClass(facts) ?? exemptController(facts);
  const [assumed] = open;
  if (assumed === undefined || exempt?.state === 'met') return exempt;
  return unknown(`namespace ${assumed} is not in the input: no Pod Security label`);
}

function openNamespace(facts: ClusterFacts, namespace: string, canBeChanged: boolean): Condition {
  const { source } = levelOf(facts, namespace);
  if (source === 'exempt') {
    const change = exemptionChange('namespaces', namespace);
    return met(`namespace ${namespace} is exempt from Pod Security`, ...(canBeChanged ? [change] : []));
  }
  const change = {
    id: `pod-security/${namespace}`,
    text: `label namespace ${namespace} with pod-security.kubernetes.io/enforce: baseline`,
  };
  const why = source === 'label' ? 'is labelled privileged' : 'has no enforce label of Pod Security';
  return met(`namespace ${namespace} ${why}`, ...(canBeChanged ? [change] : []));
}

/** Pods of an exempt runtime class are let in everywhere. */
function exemptRuntimeClass(facts: ClusterFacts): Condition | undefined {
  const { runtimeClasses } = facts.podSecurity.exemptions;
  const present = runtimeClasses.find((name) => facts.runtimeClasses.has(name));
  const name = present ?? runtimeClasses[0];
  if (name === undefined) return undefined;
  const text = `pods of RuntimeClass ${name} are exempt from Pod Security`;
  const change = exemptionChange('runtimeClasses', name);
  return present === undefined ? unknown(`${text}, if it exists`, change) : met(text, change);
}

const CONTROLLER = /^system:serviceaccount:kube-system:[a-z-]+-controller$/;

/** A controller that is exempt makes any pod that a template asks for. */
function exemptController(facts: ClusterFacts): Condition | undefined {
  const name = facts.podSecurity.exemptions.usernames.find((user) => CONTROLLER.test(user));
  if (name === undefined) return undefined;
  return unknown(
    `${name} is exempt from Pod Security, and makes pods of the templates that can be written`,
    exemptionChange('usernames', name),
  );
}

/** Whether the user may make privileged pods where others may not. */
export function exemptUser(facts: ClusterFacts, username: string): Condition | undefined {
  if (!isExemptUser(username, facts.podSecurity.exemptions)) return undefined;
  return met(`user ${username} is exempt from Pod Security`, exemptionChange('usernames', username));
}

const exemptionChange = (list: keyof PodSecurityExemptions, name: string): Change => ({
  id: `pod-security-exemption/${list}/${name}`,
  text: `take ${name} out of exemptions.${list} of the PodSecurityConfiguration`,
});
