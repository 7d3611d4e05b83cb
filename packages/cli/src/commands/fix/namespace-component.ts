/** `--namespace-labels`: the strictest level for each namespace, as a Kustomize component. */
import { type AuditObject, Cluster, levelLabels, type NamespaceLevel, namespaceLevels } from '@bulkhead/audit';
import { ENFORCE_LABEL, type PodSecurityConfiguration } from '@bulkhead/engine/pod-security';
import type { ClusterProfile } from '@bulkhead/features';
import { shownList } from '../../input/shown-name.js';
import { type ComponentPatch, component } from './kustomize-component.js';

export function namespaceComponent(
  objects: readonly AuditObject[],
  profile: ClusterProfile,
  podSecurity: PodSecurityConfiguration,
  only: string | undefined,
): { readonly text: Iterable<string>; readonly notes: readonly string[] } {
  const cluster = new Cluster(profile, podSecurity, objects);
  const levels = namespaceLevels(cluster).filter(({ namespace }) => only === undefined || namespace === only);
  const patches = new Map<string, { names: string[]; labels: Readonly<Record<string, string>>; comments: string[] }>();
  const absent: string[] = [];
  for (const found of levels) {
    const labels = levelLabels(found, cluster);
    if (Object.keys(labels).length === 0) continue;
    if (found.labels === undefined) absent.push(found.namespace);
    const key = JSON.stringify(labels);
    const group = patches.get(key);
    if (group === undefined) patches.set(key, { names: [found.namespace], labels, comments: commentsOf(found) });
    else {
      group.names.push(found.namespace);
      group.comments.push(...commentsOf(found));
    }
  }
  const notes =
    absent.length === 0
      ? []
      : [`not in the input as Namespace objects, labelled only where the base has them: ${shownList(absent, 10)}`];
  return {
    text: component(
      [...patches.values()].map(
        ({ names, labels, comments }): ComponentPatch => ({
          target: { apiVersion: 'v1', kind: 'Namespace', names },
          // Kustomize asks the target for the name, not the patch.
          patch: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'any', labels } },
          comments,
        }),
      ),
      'Made by bulkhead fix --namespace-labels. Name the folder of this file under `components` of a kustomization.',
    ),
    notes,
  };
}

/** Why the level is no stricter. */
function commentsOf({ namespace, level, hindrances, workloads, labels = {} }: NamespaceLevel): string[] {
  const enforced = Object.hasOwn(labels, ENFORCE_LABEL)
    ? `enforce stays ${labels[ENFORCE_LABEL]}`
    : 'nothing is enforced';
  if (workloads === 0) return [`${namespace}: no workload in the input, ${enforced}`];
  const wanted = level === 'privileged' ? 'baseline' : 'restricted';
  const hindrance = hindrances.find((one) => one.level === wanted);
  if (hindrance === undefined) return [`${namespace}: passes ${level}`];
  const { kind, name } = hindrance.object.identity;
  const passes = level === 'privileged' ? enforced : `passes ${level}`;
  return [`${namespace}: ${passes}; ${kind} ${name} does not pass ${wanted}: ${hindrance.reason}`];
}
