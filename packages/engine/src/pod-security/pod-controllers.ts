/**
 * Where the pod stands in each kind of object that makes pods: a Pod itself, and the pod template of the controllers
 * that Pod Security looks at.
 *
 * Source: k8s.io/pod-security-admission/admission/admission.go (the extractor of pod specs).
 */
import { isObject, isPodLike, type PodLike } from './pod-view.js';

/** A resource that holds a pod or a pod template. */
export interface PodHolder {
  readonly group: string;
  readonly resource: string;
  readonly kind: string;
  /** The way from the object to the pod template; empty for a Pod. */
  readonly path: readonly string[];
}

/** Every resource that Pod Security evaluates, besides namespaces. */
export const POD_HOLDERS: readonly PodHolder[] = [
  { group: '', resource: 'pods', kind: 'Pod', path: [] },
  { group: '', resource: 'replicationcontrollers', kind: 'ReplicationController', path: ['spec', 'template'] },
  { group: '', resource: 'podtemplates', kind: 'PodTemplate', path: ['template'] },
  { group: 'apps', resource: 'replicasets', kind: 'ReplicaSet', path: ['spec', 'template'] },
  { group: 'apps', resource: 'deployments', kind: 'Deployment', path: ['spec', 'template'] },
  { group: 'apps', resource: 'statefulsets', kind: 'StatefulSet', path: ['spec', 'template'] },
  { group: 'apps', resource: 'daemonsets', kind: 'DaemonSet', path: ['spec', 'template'] },
  { group: 'batch', resource: 'jobs', kind: 'Job', path: ['spec', 'template'] },
  { group: 'batch', resource: 'cronjobs', kind: 'CronJob', path: ['spec', 'jobTemplate', 'spec', 'template'] },
];

/** A pod or pod template together with the place where it stands in its object. */
export interface ExtractedPod {
  readonly holder: PodHolder;
  readonly pod: PodLike;
  /** `spec.template` for a Deployment, empty for a Pod. */
  readonly path: string;
}

/** The holder of that resource; undefined where Pod Security does not look. */
export function podHolderOfResource(group: string, resource: string): PodHolder | undefined {
  return POD_HOLDERS.find((holder) => holder.group === group && holder.resource === resource);
}

/** The holder of that kind, in any version of its group. */
export function podHolderOfKind(apiVersion: string, kind: string): PodHolder | undefined {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  return POD_HOLDERS.find((holder) => holder.group === group && holder.kind === kind);
}

/** The pod in an object, by the object's own kind; undefined where there is none. */
export function extractPod(object: unknown): ExtractedPod | undefined {
  if (!isObject(object) || typeof object['apiVersion'] !== 'string' || typeof object['kind'] !== 'string') {
    return undefined;
  }
  const holder = podHolderOfKind(object['apiVersion'], object['kind']);
  return holder === undefined ? undefined : extractPodAs(holder, object);
}

/** The pod in an object of that resource. An absent template is an empty one, except where it may be left out. */
export function extractPodAs(holder: PodHolder, object: unknown): ExtractedPod | undefined {
  let current: unknown = object;
  for (const name of holder.path) current = isObject(current) ? current[name] : undefined;
  const path = holder.path.join('.');
  if (isPodLike(current)) return { holder, pod: current, path };
  return holder.kind === 'ReplicationController' || holder.kind === 'Pod' ? undefined : { holder, pod: {}, path };
}

/** A path from the root of the pod as a path from the root of the object that holds it. */
export function pathInObject({ path }: Pick<ExtractedPod, 'path'>, field: string): string {
  return path === '' ? field : `${path}.${field}`;
}
