/**
 * What is known of a cluster when somebody asks what a feature would do to it: objects, the pods that they make, and
 * the components that they describe. Everything is found when it is first asked for.
 */
import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import type { ComponentCommand, ComponentName } from '../hardening/command-line/component-command.js';
import type { Kubelet } from '../hardening/kubelet/kubelet.js';
import { extractPod } from '../pod-security/pod-controllers.js';
import { type PodContainer, podContainers, podSpecOf } from '../security-context/pod-containers.js';

/** An object, decoded as an API server would that knows every field; those of unknown kinds as they are written. */
export interface InputObject {
  readonly identity: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
  };
  readonly object: object;
}

/** An object that makes pods. */
export interface InputWorkload {
  readonly source: InputObject;
  readonly pod: Pod;
  /** What comes before `spec.` of the pod in the object: empty, `spec.template.`, ... */
  readonly prefix: string;
  readonly containers: readonly PodContainer[];
}

/** A component of the cluster and its flags; the places of the flags are paths of `object`. */
export interface InputComponent extends ComponentCommand {
  readonly object: InputObject;
}

/** A kubelet, by its configuration file or its command line; the places of its settings are paths of `object`. */
export interface InputKubelet {
  readonly object: InputObject;
  readonly kubelet: Kubelet;
}

/** The components that the objects describe: whoever reads the objects finds them. */
export interface InputComponents {
  readonly containers: readonly InputComponent[];
  readonly kubelets: readonly InputKubelet[];
}

export class ClusterInput {
  readonly objects: readonly InputObject[];
  #byKind: Map<string, InputObject[]> | undefined;
  readonly #byName = new Map<string, ReadonlyMap<string, InputObject>>();
  #workloads: readonly InputWorkload[] | undefined;

  readonly #components: InputComponents;

  constructor(objects: readonly InputObject[], components: InputComponents) {
    this.objects = objects;
    this.#components = components;
  }

  get components(): readonly InputComponent[] {
    return this.#components.containers;
  }

  get kubelets(): readonly InputKubelet[] {
    return this.#components.kubelets;
  }

  /** The objects of a kind in a group ('' is the core group), in whatever version, in the order of the input. */
  ofKind(group: string, kind: string): readonly InputObject[] {
    this.#byKind ??= byKind(this.objects);
    return this.#byKind.get(`${group}/${kind}`) ?? [];
  }

  /** The object of that name; a namespace that is not written is `default`. */
  find(group: string, kind: string, namespace: string, name: string): InputObject | undefined {
    const key = `${group}/${kind}`;
    let named = this.#byName.get(key);
    if (named === undefined) {
      const entries = this.ofKind(group, kind).map((object): [string, InputObject] => {
        return [`${namespaceOf(object.identity)}/${object.identity.name}`, object];
      });
      named = new Map(entries);
      this.#byName.set(key, named);
    }
    return named.get(`${namespace === '' ? 'default' : namespace}/${name}`);
  }

  get workloads(): readonly InputWorkload[] {
    this.#workloads ??= this.objects.flatMap((source) => {
      const found = extractPod(source.object);
      if (found === undefined) return [];
      // The decoder has seen to the types; what asks about pods trusts none of them anyway.
      const pod = found.pod as Pod;
      const prefix = found.path === '' ? '' : `${found.path}.`;
      return [{ source, pod, prefix, containers: podContainers(podSpecOf(pod)) }];
    });
    return this.#workloads;
  }

  component(name: ComponentName): readonly InputComponent[] {
    return this.components.filter(({ component }) => component === name);
  }
}

function byKind(objects: readonly InputObject[]): Map<string, InputObject[]> {
  const kinds = new Map<string, InputObject[]>();
  for (const object of objects) {
    const { apiVersion, kind } = object.identity;
    const key = `${groupOf(apiVersion)}/${kind}`;
    const list = kinds.get(key);
    if (list === undefined) kinds.set(key, [object]);
    else list.push(object);
  }
  return kinds;
}

/** `apps` for `apps/v1`; '' for `v1`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

export const namespaceOf = ({ namespace }: InputObject['identity']): string =>
  namespace === '' ? 'default' : namespace;
