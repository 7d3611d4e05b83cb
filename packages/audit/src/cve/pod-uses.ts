/** Which workloads use what a flaw needs, and where. */
import type { Container, PodSpec, SeccompProfile } from '@bulkhead/apimachinery/types/core-v1';
import type { Workload } from '../workload.js';
import type { Evidence } from './component.js';
import type { PodUse } from './cve-check.js';

export type PodUses = ReadonlyMap<PodUse, readonly Evidence[]>;

export function podUsesOf(workloads: readonly Workload[]): PodUses {
  const uses = new Map<PodUse, Evidence[]>();
  for (const workload of workloads) {
    for (const { use, path, text } of usesOfPod(workload.pod.spec ?? {})) {
      const list = uses.get(use) ?? [];
      list.push({ object: workload.source, fieldPath: workload.path(path), text });
      uses.set(use, list);
    }
  }
  return uses;
}

interface Use {
  readonly use: PodUse;
  readonly path: string;
  readonly text: string;
}

function* usesOfPod(spec: PodSpec): Iterable<Use> {
  for (const [index, volume] of (spec.volumes ?? []).entries()) {
    if (volume.gitRepo === undefined || volume.gitRepo === null) continue;
    yield { use: 'git-repo-volume', path: `spec.volumes[${index}].gitRepo`, text: volume.name ?? '' };
  }
  yield* usesOfSeccomp(spec.securityContext?.seccompProfile, 'spec.securityContext.seccompProfile');
  for (const list of ['initContainers', 'containers'] as const) {
    for (const [index, container] of (spec[list] ?? []).entries()) {
      yield* usesOfContainer(container, `spec.${list}[${index}]`);
    }
  }
}

function* usesOfContainer(container: Container, path: string): Iterable<Use> {
  for (const [index, { subPath, subPathExpr }] of (container.volumeMounts ?? []).entries()) {
    const field = subPath ? 'subPath' : 'subPathExpr';
    const text = subPath || subPathExpr;
    if (text) yield { use: 'sub-path', path: `${path}.volumeMounts[${index}].${field}`, text };
  }
  yield* usesOfSeccomp(container.securityContext?.seccompProfile, `${path}.securityContext.seccompProfile`);
  if (hasNetRaw(container)) {
    yield { use: 'net-raw', path: `${path}.securityContext.capabilities`, text: container.name ?? '' };
  }
}

function* usesOfSeccomp(profile: SeccompProfile | null | undefined, path: string): Iterable<Use> {
  if (profile?.type !== 'Localhost') return;
  const text = profile.localhostProfile ?? '';
  yield { use: 'localhost-seccomp', path: `${path}.type`, text };
  if (text === '') yield { use: 'empty-localhost-profile', path: `${path}.localhostProfile`, text };
}

/** Every runtime gives NET_RAW unless told otherwise (CRI-O takes it away from 1.18 on, which a manifest does not show). */
function hasNetRaw({ securityContext }: Container): boolean {
  if (securityContext?.privileged === true) return true;
  const names = (list: readonly string[] | null | undefined): readonly string[] =>
    (list ?? []).map((name) => name.toUpperCase().replace(/^CAP_/, ''));
  const added = names(securityContext?.capabilities?.add);
  if (added.includes('NET_RAW') || added.includes('ALL')) return true;
  const dropped = names(securityContext?.capabilities?.drop);
  return !dropped.includes('NET_RAW') && !dropped.includes('ALL');
}
