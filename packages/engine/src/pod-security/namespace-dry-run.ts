/**
 * What a policy would mean for the pods that already run in a namespace: one warning for each way in which they break
 * it, with the name of one pod and the number of the others.
 *
 * Source: k8s.io/pod-security-admission/admission/admission.go.
 */
import { goQuote } from '@bulkhead/apimachinery';
import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import type { ExistingPods } from './attributes.js';
import { compareBytes } from './detail.js';
import type { PodSecurityEvaluator } from './evaluator.js';
import { hasExemptRuntimeClass, type PodSecurityExemptions } from './exemptions.js';
import { formatLevelVersion, type LevelVersion } from './level-version.js';
import { listOf, textOf } from './pod-view.js';

/** An update of a namespace must not take long, so the API server looks at this many pods at most. */
export const MAX_PODS_TO_CHECK = 3000;

/** The pods that break the policy in the same way. */
interface Violators {
  /** The first by name. */
  name: string;
  count: number;
}

/** The warnings of an update that makes a namespace enforce that level and version. */
export function evaluatePodsInNamespace(
  evaluator: PodSecurityEvaluator,
  namespace: string,
  enforce: LevelVersion,
  existing: ExistingPods,
  exemptions: PodSecurityExemptions,
): readonly string[] {
  const listed = existing.listPods(namespace);
  if (listed === undefined) return ['failed to list pods while checking new PodSecurity enforce level'];
  const pods = prioritizePods(listed, exemptions);
  const violators = new Map<string, Violators>();
  let checked = 0;
  for (const pod of pods.slice(0, MAX_PODS_TO_CHECK)) {
    const verdict = evaluator.evaluatePod(enforce, pod);
    if (!verdict.allowed) addViolator(violators, verdict.forbiddenReason, nameOf(pod));
    checked++;
    if (existing.isDeadlineExceeded?.() === true) break;
  }

  const warnings: string[] = [];
  if (checked < pods.length) {
    warnings.push(
      `new PodSecurity enforce level only checked against the first ${checked} of ${pods.length} existing pods`,
    );
  }
  if (violators.size > 0) {
    const policy = goQuote(formatLevelVersion(enforce));
    warnings.push(
      `existing pods in namespace ${goQuote(namespace)} violate the new PodSecurity enforce level ${policy}`,
    );
  }
  return [...warnings, ...[...violators].map(([reasons, found]) => describe(found, reasons)).sort(compareBytes)];
}

/**
 * Pods that are no replicas and one pod of each controller come first, so that the limit drops what is alike. The API
 * server takes the pods as its cache gives them; here they go by name, so that the same pods give the same answer.
 */
function prioritizePods(listed: readonly Pod[], exemptions: PodSecurityExemptions): readonly Pod[] {
  const first: Pod[] = [];
  const replicas: Pod[] = [];
  const controllers = new Set<string>();
  for (const pod of [...listed].sort((a, b) => compareBytes(nameOf(a), nameOf(b)))) {
    if (hasExemptRuntimeClass(pod, exemptions)) continue;
    const controller = controllerUid(pod);
    if (controller !== undefined && controllers.has(controller)) {
      replicas.push(pod);
      continue;
    }
    first.push(pod);
    if (controller !== undefined) controllers.add(controller);
  }
  return [...first, ...replicas];
}

function controllerUid(pod: Pod): string | undefined {
  const owner = listOf(pod?.metadata?.ownerReferences).find((reference) => reference?.controller === true);
  return owner === undefined ? undefined : textOf(owner.uid);
}

function addViolator(violators: Map<string, Violators>, reasons: string, name: string): void {
  const found = violators.get(reasons);
  if (found === undefined) {
    violators.set(reasons, { name, count: 1 });
    return;
  }
  if (compareBytes(name, found.name) < 0) found.name = name;
  found.count++;
}

function describe({ name, count }: Violators, reasons: string): string {
  if (count === 1) return `${name}: ${reasons}`;
  return count === 2 ? `${name} (and 1 other pod): ${reasons}` : `${name} (and ${count - 1} other pods): ${reasons}`;
}

function nameOf(pod: Pod): string {
  return textOf(pod?.metadata?.name);
}
