/**
 * Where Pod Security lets privileged pods in. Without a label a namespace has the level of the cluster, which is
 * privileged unless it was configured otherwise.
 */
import { type ClusterFacts, levelOf } from './cluster-facts.js';
import { EVERY_NAMESPACE } from './foothold.js';
import { type Condition, met, unknown } from './step.js';
import { SYSTEM_NAMESPACE } from './system-namespace.js';

/** Whether Pod Security lets privileged pods into the namespace; undefined when it refuses them. */
export function privilegedPods(facts: ClusterFacts, namespace: string): Condition | undefined {
  const places = namespace === EVERY_NAMESPACE ? [SYSTEM_NAMESPACE, ...facts.namespaces.keys()] : [namespace];
  const open = places.filter((place) => levelOf(facts, place).level === 'privileged');
  const known = open.find((place) => levelOf(facts, place).source !== 'unknown');
  if (known !== undefined) {
    const { source } = levelOf(facts, known);
    const change = {
      id: `pod-security/${known}`,
      text: `label namespace ${known} with pod-security.kubernetes.io/enforce: baseline`,
    };
    const why = source === 'label' ? 'is labelled privileged' : 'has no enforce label of Pod Security';
    // Of every namespace, the label of one is not enough.
    return met(`namespace ${known} ${why}`, ...(namespace === EVERY_NAMESPACE ? [] : [change]));
  }
  const [assumed] = open;
  return assumed === undefined ? undefined : unknown(`namespace ${assumed} is not in the input: no Pod Security label`);
}
