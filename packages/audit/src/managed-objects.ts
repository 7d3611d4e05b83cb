/**
 * What controllers made of their templates, folded into the controllers: a finding about a Deployment is not repeated for
 * its ReplicaSets and Pods. Who owns an object is written by whoever wrote the object, so nothing is folded that says
 * more than the template of its owner: a Pod with a container of its own, a debugging container or another security
 * context stays.
 */
import type { OwnerReference } from '@bulkhead/apimachinery/types/meta-v1';
import { extractPod } from '@bulkhead/engine/pod-security';
import { type AuditObject, read, text } from './audit-object.js';
import { podShape } from './pod-shape.js';

/** Kinds that controllers make from templates. */
const MADE: ReadonlySet<string> = new Set(['Pod', 'ReplicaSet', 'Job']);

/**
 * The objects without those that repeat the template of their owner, and with one of each that differ from it in the same
 * way. `siblings` folds those, too, whose owner is not among the objects: of a whole cluster, one of them stands for all.
 */
export function withoutManaged(objects: readonly AuditObject[], siblings = false): readonly AuditObject[] {
  if (!objects.some(isMade)) return objects;
  const owners = new Owners(objects);
  const seen = new Set<string>();
  return objects.filter((object) => {
    const reference = isMade(object) ? controllerOf(object) : undefined;
    if (reference === undefined) return true;
    const owner = owners.find(object, reference);
    if (owner === undefined && !siblings) return true;
    const template = owner === undefined ? undefined : owners.shapeOf(owner);
    // Static pods have their node as owner, and each node has its own.
    if (owner !== undefined && template === undefined) return true;
    const shape = shapeOf(object);
    if (shape === template || (template !== undefined && runsNothing(object))) return false;
    const key = `${keyOf(text(reference.kind), object.identity.namespace, text(reference.name))} ${object.identity.kind} ${shape}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const isMade = ({ identity, metadata }: AuditObject): boolean =>
  MADE.has(identity.kind) && metadata.ownerReferences !== undefined && metadata.ownerReferences.length > 0;

const controllerOf = ({ metadata }: AuditObject): OwnerReference | undefined =>
  metadata.ownerReferences?.find((reference) => reference.controller === true);

class Owners {
  readonly #byKey = new Map<string, AuditObject>();
  readonly #shapes = new Map<AuditObject, string | undefined>();

  constructor(objects: readonly AuditObject[]) {
    for (const object of objects) {
      const { kind, namespace, name } = object.identity;
      this.#byKey.set(keyOf(kind, namespace, name), object);
    }
  }

  /** The very object that is meant: one of the same name with another uid came later. */
  find({ identity }: AuditObject, { apiVersion, kind, name, uid }: OwnerReference): AuditObject | undefined {
    const found =
      this.#byKey.get(keyOf(text(kind), identity.namespace, text(name))) ??
      this.#byKey.get(keyOf(text(kind), '', text(name)));
    if (found === undefined || groupOf(found.identity.apiVersion) !== groupOf(text(apiVersion))) return undefined;
    const known = text(found.metadata.uid);
    return known !== '' && text(uid) !== '' && known !== uid ? undefined : found;
  }

  shapeOf(owner: AuditObject): string | undefined {
    if (!this.#shapes.has(owner)) {
      const isTemplate = extractPod(owner.object)?.path;
      this.#shapes.set(owner, isTemplate === undefined || isTemplate === '' ? undefined : shapeOf(owner));
    }
    return this.#shapes.get(owner);
  }
}

const keyOf = (kind: string, namespace: string, name: string): string => `${kind} ${namespace}/${name}`;

const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '');

function shapeOf({ object }: AuditObject): string {
  return podShape(extractPod(object)?.pod ?? {});
}

/** Revisions that were replaced, and pods and jobs that are over. */
function runsNothing({ identity, object }: AuditObject): boolean {
  const status = read(object, 'status');
  switch (identity.kind) {
    case 'ReplicaSet':
      return read(read(object, 'spec'), 'replicas') === 0;
    case 'Pod':
      return ['Succeeded', 'Failed'].includes(text(read(status, 'phase')));
    default: {
      const conditions = read(status, 'conditions');
      return (
        Array.isArray(conditions) &&
        conditions.some(
          (each) => ['Complete', 'Failed'].includes(text(read(each, 'type'))) && read(each, 'status') === 'True',
        )
      );
    }
  }
}
