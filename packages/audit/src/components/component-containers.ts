/** The containers of the input that run a component of Kubernetes: static pods, and control planes in workloads. */
import { type ComponentCommand, componentCommand } from '@bulkhead/engine/hardening';
import { extractPod } from '@bulkhead/engine/pod-security';
import type { AuditObject } from '../audit-object.js';
import type { ObjectIndex } from '../object-index.js';

export interface ComponentContainer extends ComponentCommand {
  readonly object: AuditObject;
}

/** What runs components: nobody makes a Job of one. */
const KINDS = ['Pod', 'DaemonSet', 'Deployment', 'StatefulSet'];

export function componentContainers(objects: ObjectIndex): readonly ComponentContainer[] {
  return KINDS.flatMap((kind) => objects.ofKind(kind).flatMap(containersOf));
}

function containersOf(object: AuditObject): readonly ComponentContainer[] {
  const extracted = extractPod(object.object);
  const containers = extracted?.pod.spec?.containers;
  if (extracted === undefined || containers === undefined) return [];
  const prefix = extracted.path === '' ? '' : `${extracted.path}.`;
  let found: ComponentContainer[] | undefined;
  for (const [index, container] of containers.entries()) {
    const command = componentCommand(container, `${prefix}spec.containers[${index}]`);
    if (command !== undefined) (found ??= []).push({ ...command, object });
  }
  return found ?? NONE;
}

const NONE: readonly ComponentContainer[] = [];
