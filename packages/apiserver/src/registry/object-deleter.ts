/** Deletes of one resource: preconditions, admission, and the steps until the object is gone or marked. */
import type { AdmissionAttributes } from '../admission/plugin.js';
import type { DeleteOptions } from '../endpoints/options.js';
import type { RequestContext } from '../http/request.js';
import { deletionStep } from './deletion.js';
import { conflict, MODIFIED, notFound } from './failures.js';
import type { CachedObject, KubeObject } from './kube-object.js';
import type { ObjectRegistry, RegistryDependencies } from './object-registry.js';
import type { ServedVersion } from './resource.js';

export interface DeleteOutcome {
  /** In the version of the request. */
  readonly object: KubeObject;
  /** False while something holds the object up. */
  readonly isGone: boolean;
}

export interface DeleteTarget {
  readonly version: ServedVersion;
  readonly namespace: string;
  readonly name: string;
}

const MAX_CONFLICTS = 100;

export class ObjectDeleter {
  readonly #registry: ObjectRegistry;
  readonly #deps: RegistryDependencies;

  constructor(registry: ObjectRegistry, deps: RegistryDependencies) {
    this.#registry = registry;
    this.#deps = deps;
  }

  async delete(context: RequestContext, target: DeleteTarget, options: DeleteOptions): Promise<DeleteOutcome> {
    const { objects } = this.#registry;
    const attributes = this.#attributes(context, target, options);
    // Admission is asked before the object is looked up: some namespaces may not be deleted whether they exist or not.
    await this.#deps.admission.admit(attributes);
    return await this.remove(target, options, async (stored) => {
      const oldObject = objects.inVersion(stored.object, target.version);
      await this.#deps.admission.validate({ ...attributes, oldObject });
    });
  }

  /** Without admission: `check` may still refuse, each time the object has changed. */
  async remove(
    target: DeleteTarget,
    options: DeleteOptions,
    check: (stored: CachedObject) => Promise<void> = () => Promise.resolve(),
  ): Promise<DeleteOutcome> {
    const { objects, resource } = this.#registry;
    const key = objects.key(target.namespace, target.name);
    for (let attempt = 0; attempt < MAX_CONFLICTS; attempt++) {
      const stored = await objects.read(key);
      if (stored === undefined) throw notFound(resource, target.name);
      this.#checkPreconditions(stored, target, options);
      await check(stored);
      const outcome = await this.#step(key, stored, target, options);
      if (outcome !== undefined) return outcome;
    }
    throw conflict(resource, target.name, MODIFIED);
  }

  /** Undefined when somebody changed the object meanwhile. */
  async #step(
    key: string,
    stored: CachedObject,
    { version }: DeleteTarget,
    options: DeleteOptions,
  ): Promise<DeleteOutcome | undefined> {
    const { objects, traits } = this.#registry;
    const context = { traits, apiVersion: version.apiVersion, now: this.#deps.now() };
    const step = deletionStep(stored, options, context);
    if (step.kind === 'pending') return { object: objects.inVersion(stored.object, version), isGone: false };
    const isGone = step.kind === 'remove';
    if (options.dryRun) return { object: objects.inVersion(step.object, version), isGone };
    if (isGone) {
      const revision = await objects.remove(key, stored);
      return revision === undefined ? undefined : { object: objects.inVersion(step.object, version), isGone };
    }
    const encoded = objects.encode(step.object);
    const result = await objects.put(key, encoded, stored.revision);
    if (!result.succeeded) return undefined;
    return { object: objects.decode(key, encoded, result.revision, version), isGone };
  }

  #checkPreconditions({ object }: CachedObject, { name }: DeleteTarget, { preconditions }: DeleteOptions): void {
    const { uid, resourceVersion } = preconditions ?? {};
    const record = object.metadata;
    // Upstream names the kind here, not the resource.
    const kind = { group: this.#registry.resource.group, resource: this.#registry.resource.kind };
    if (uid !== undefined && uid !== record.uid) {
      const why = `the UID in the precondition (${uid}) does not match the UID in record (${record.uid ?? ''}). The object might have been deleted and then recreated`;
      throw conflict(kind, name, why);
    }
    if (resourceVersion !== undefined && resourceVersion !== record.resourceVersion) {
      const why = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${record.resourceVersion ?? ''}). The object might have been modified`;
      throw conflict(kind, name, why);
    }
  }

  #attributes(
    context: RequestContext,
    { version, namespace, name }: DeleteTarget,
    options: DeleteOptions,
  ): AdmissionAttributes {
    const { group, resource } = this.#registry.resource;
    return {
      operation: 'DELETE',
      user: context.user,
      kind: { group, version: version.version, kind: version.kind.kind },
      resource: { group, version: version.version, resource },
      subresource: '',
      namespace: group === '' && resource === 'namespaces' ? name : namespace,
      name,
      object: undefined,
      oldObject: undefined,
      dryRun: options.dryRun,
      options: options.object,
      context,
    };
  }
}
