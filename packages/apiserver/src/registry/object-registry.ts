/**
 * Writes of one resource: what every kind has in common between a decoded object and the store. Reads come from memory.
 *
 * Source: k8s.io/apiserver/pkg/registry/generic/registry/store.go, pkg/registry/rest, pkg/endpoints/handlers.
 */

import { goQuote } from '@bulkhead/apimachinery';
import { warningsFor } from '@bulkhead/apimachinery/warnings';
import type { ClusterProfile } from '@bulkhead/features';
import type { Store } from '@bulkhead/storage';
import type { AdmissionAttributes, AdmissionChain } from '../admission/plugin.js';
import type { WriteOptions } from '../endpoints/options.js';
import type { RequestContext } from '../http/request.js';
import type { WatchCache } from '../watch-cache/watch-cache.js';
import { apiTime } from './api-time.js';
import {
  alreadyExists,
  conflict,
  invalidObject,
  MODIFIED,
  notFound,
  noUniqueName,
  plainError,
  wrongUID,
} from './failures.js';
import type { CachedObject, KubeObject } from './kube-object.js';
import { FieldTracker } from './managed-fields.js';
import {
  restoredMetadata,
  wipeSystemFields,
  withMetadata,
  withoutRepeatedOwners,
  withSystemFields,
} from './object-meta.js';
import { differs, isFinished, isTerminating, withoutVersion, withPart, withStatusOf } from './object-state.js';
import { ObjectStore } from './object-store.js';
import type { ServedResource, ServedVersion } from './resource.js';
import { strategyOf } from './strategies/index.js';
import { type KindStrategy, type ResourceTraits, type StrategyContext, traitsOf } from './strategy.js';
import { updateWarnings } from './update-warnings.js';
import { validateNew, validateUpdated } from './validation.js';

export interface RegistryDependencies {
  readonly store: Store;
  readonly caches: WatchCache;
  readonly profile: ClusterProfile;
  readonly admission: AdmissionChain;
  /** Checks beside admission that a resource has, such as RBAC's escalation prevention. Throws the refusal. */
  readonly checkWrite: (
    context: RequestContext,
    write: { group: string; resource: string; object: KubeObject; oldObject: KubeObject | undefined },
  ) => Promise<void>;
  readonly allocate: Allocate;
  /** `--allow-privileged` */
  readonly allowPrivileged: boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly newUID: () => string;
}

/** What a resource takes from a pool before it is stored, such as a service's addresses; undone when that fails. */
export type Allocate = (resource: ServedResource, request: AllocationRequest) => Allocation;

export interface AllocationRequest {
  /** Valid but for what is to be allocated. */
  readonly object: KubeObject;
  readonly old: KubeObject | undefined;
  /** As the client wants it. */
  readonly requested: KubeObject;
  readonly dryRun: boolean;
}

export interface Allocation {
  readonly object: KubeObject;
  /** Gives back what was taken. */
  readonly release?: () => void;
}

/** An object as an answer has it: in the version of the request. */
export interface WriteOutcome {
  readonly object: KubeObject;
  /** As it is kept, when it was written. */
  readonly cached?: CachedObject;
  readonly created: boolean;
}

export interface UpdateRequest {
  readonly version: ServedVersion;
  readonly namespace: string;
  readonly name: string;
  /** `''` is the object itself. */
  readonly subresource: string;
  readonly options: WriteOptions;
  /** What the object is to be, given what it is, both in the version of the request. */
  readonly change: (current: KubeObject) => KubeObject | Promise<KubeObject>;
  /** A patch is tried again on the newest object; a PUT that names a version is not. */
  readonly isPatch: boolean;
  /** The object to create where there is none; undefined where that is not allowed. */
  readonly createInstead?: () => Promise<KubeObject>;
  /** Server-side apply keeps the books itself. */
  readonly tracksFields: boolean;
}

const NAME_ATTEMPTS = 8;
const MAX_CONFLICTS = 100;

export class ObjectRegistry {
  readonly resource: ServedResource;
  readonly traits: ResourceTraits;
  readonly objects: ObjectStore;
  readonly fields: FieldTracker;
  readonly #strategy: KindStrategy;
  readonly #deps: RegistryDependencies;

  constructor(resource: ServedResource, deps: RegistryDependencies) {
    this.resource = resource;
    this.traits = traitsOf(resource, deps.profile.minor);
    this.#strategy = strategyOf(resource);
    this.#deps = deps;
    this.fields = new FieldTracker(deps.profile.minor, this.#strategy.resetFields);
    this.objects = new ObjectStore(resource, deps.store, deps.caches, deps.profile.minor);
  }

  async create(
    context: RequestContext,
    version: ServedVersion,
    given: KubeObject,
    options: WriteOptions,
    tracksFields = true,
  ): Promise<WriteOutcome> {
    if (!options.dryRun && (given.metadata.resourceVersion ?? '') !== '') {
      throw plainError('resourceVersion should not be set on objects to be created');
    }
    let object = withoutRepeatedOwners(wipeSystemFields(given), (text) => context.warnings.add(text));
    if (tracksFields) object = this.#track(context, version, undefined, object, options, '');
    const attributes = this.#attributes(context, version, 'CREATE', object, undefined, '', options);
    object = (await this.#deps.admission.admit(attributes)) ?? object;
    object = withoutRepeatedOwners(object, (text) => context.warnings.add(text));
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#tryCreate(context, version, object, attributes, options);
      if (outcome.kind === 'created') return { ...outcome, created: true };
      const isGenerated = (object.metadata.name ?? '') === '';
      const retries = isGenerated && this.#deps.profile.enabled('RetryGenerateName');
      if (retries && attempt < NAME_ATTEMPTS) continue;
      if (isGenerated) throw noUniqueName(this.resource, outcome.name);
      throw alreadyExists(this.resource, outcome.name, outcome.isTerminating);
    }
  }

  #ownRules() {
    return { more: this.#strategy.validate, allowPrivileged: this.#deps.allowPrivileged };
  }

  async #tryCreate(
    context: RequestContext,
    version: ServedVersion,
    admitted: KubeObject,
    attributes: AdmissionAttributes,
    options: WriteOptions,
  ): Promise<
    | { readonly kind: 'created'; readonly object: KubeObject; readonly cached?: CachedObject }
    | { readonly kind: 'exists'; readonly name: string; readonly isTerminating: boolean }
  > {
    const strategy = this.#strategyContext(context);
    const prepared = this.#prepareForCreate(withSystemFields(admitted, this.#deps.newUID(), strategy.now), strategy);
    const valid = this.#canonical(validateNew(prepared, this.resource, version, this.#deps.profile, this.#ownRules()));
    const { dryRun } = options;
    const allocation = this.#deps.allocate(this.resource, {
      object: valid,
      old: undefined,
      requested: prepared,
      dryRun,
    });
    try {
      const { object } = allocation;
      for (const warning of warningsFor(object, this.#deps.profile)) context.warnings.add(warning);
      const name = object.metadata.name ?? '';
      await this.#deps.admission.validate({ ...attributes, object, name });
      await this.#deps.checkWrite(context, { ...this.#groupResource(), object, oldObject: undefined });
      const key = this.objects.key(object.metadata.namespace ?? '', name);
      if (options.dryRun) {
        const existing = await this.objects.read(key);
        allocation.release?.();
        if (existing !== undefined) return { kind: 'exists', name, isTerminating: isTerminating(existing.object) };
        return { kind: 'created', object: this.objects.canonical(object, version) };
      }
      const encoded = this.objects.encode(object);
      const result = await this.objects.put(key, encoded, 0);
      if (result.succeeded) {
        const cached = this.objects.written(key, encoded, result.revision);
        return { kind: 'created', object: this.objects.inVersion(cached.object, version), cached };
      }
      allocation.release?.();
      const existing = this.objects.found(key, result);
      return { kind: 'exists', name, isTerminating: existing !== undefined && isTerminating(existing.object) };
    } catch (error) {
      allocation.release?.();
      throw error;
    }
  }

  async update(context: RequestContext, request: UpdateRequest): Promise<WriteOutcome> {
    const key = this.objects.key(request.namespace, request.name);
    for (let attempt = 0; attempt < MAX_CONFLICTS; attempt++) {
      const stored = await this.objects.read(key);
      if (stored === undefined) {
        if (request.createInstead === undefined) throw notFound(this.resource, request.name);
        const object = await request.createInstead();
        return await this.create(context, request.version, object, request.options, request.tracksFields);
      }
      const outcome = await this.#tryUpdate(context, request, key, stored);
      if (outcome !== undefined) return outcome;
    }
    throw conflict(this.resource, request.name, MODIFIED);
  }

  /** Undefined when somebody else was faster and the change may be tried again. */
  async #tryUpdate(
    context: RequestContext,
    request: UpdateRequest,
    key: string,
    stored: CachedObject,
  ): Promise<WriteOutcome | undefined> {
    const { version, options, subresource } = request;
    const current = this.objects.inVersion(stored.object, version);
    let object = await request.change(current);
    object = withoutRepeatedOwners(object, (text) => context.warnings.add(text));
    if (request.tracksFields) object = this.#track(context, version, current, object, options, subresource);
    const attributes = this.#attributes(context, version, 'UPDATE', object, current, subresource, options);
    object = (await this.#deps.admission.admit(attributes)) ?? object;
    this.#checkPreconditions(object, stored, key, request);
    const strategy = this.#strategyContext(context);
    const prepared = this.#prepareForUpdate(object, current, request, strategy);
    const { dryRun } = options;
    const allocation = this.#allocate(subresource, { object: prepared, old: current, requested: prepared, dryRun });
    try {
      const next = this.#canonical(
        validateUpdated(allocation.object, current, this.resource, version, {
          subresource,
          profile: this.#deps.profile,
          ...this.#ownRules(),
        }),
      );
      const warnings = updateWarnings(next, current, subresource, this.#deps.profile);
      for (const warning of warnings) context.warnings.add(warning);
      await this.#deps.admission.validate({ ...attributes, object: next });
      await this.#deps.checkWrite(context, { ...this.#groupResource(), object: next, oldObject: current });
      const outcome = await this.#writeUpdate(key, next, stored, request);
      if (outcome === undefined) allocation.release?.();
      return outcome;
    } catch (error) {
      allocation.release?.();
      throw error;
    }
  }

  async #writeUpdate(
    key: string,
    next: KubeObject,
    stored: CachedObject,
    { version, options, isPatch, name }: UpdateRequest,
  ): Promise<WriteOutcome | undefined> {
    const wanted = next.metadata.resourceVersion;
    const encoded = this.objects.encode(next);
    if (options.dryRun || encoded.json === withoutVersion(stored)) {
      const object = withMetadata(encoded.object, { resourceVersion: String(stored.revision) });
      return { object: this.objects.inVersion(object, version), created: false };
    }
    if (isFinished(next)) {
      const revision = await this.objects.remove(key, stored);
      if (revision === undefined) return undefined;
      return { object: this.objects.decode(key, encoded, revision, version), created: false };
    }
    const result = await this.objects.put(key, encoded, stored.revision);
    if (result.succeeded) {
      const cached = this.objects.written(key, encoded, result.revision);
      return { object: this.objects.inVersion(cached.object, version), cached, created: false };
    }
    // The version was right when it was compared, and is not any more.
    if (!isPatch && (wanted ?? '') !== '') throw conflict(this.resource, name, MODIFIED);
    return undefined;
  }

  /** Subresources change nothing that is allocated. */
  #allocate(subresource: string, request: AllocationRequest): Allocation {
    return subresource === '' ? this.#deps.allocate(this.resource, request) : { object: request.object };
  }

  #checkPreconditions(object: KubeObject, stored: CachedObject, key: string, request: UpdateRequest): void {
    const { uid, resourceVersion = '' } = object.metadata;
    const storedUID = stored.object.metadata.uid ?? '';
    if (!request.isPatch && uid !== undefined && uid !== '' && uid !== storedUID) {
      throw wrongUID(this.resource, request.name, { key, wanted: uid, stored: storedUID });
    }
    if (resourceVersion !== '' && !/^\d+$/.test(resourceVersion)) {
      throw plainError(`strconv.ParseUint: parsing ${goQuote(resourceVersion)}: invalid syntax`);
    }
    if (resourceVersion !== '' && resourceVersion !== '0') {
      if (Number(resourceVersion) !== stored.revision) throw conflict(this.resource, request.name, MODIFIED);
    } else if (!this.traits.allowsUnconditionalUpdate) {
      const { group, resource } = this.resource;
      const error = {
        type: 'FieldValueInvalid',
        field: 'metadata.resourceVersion',
        badValue: 0,
        detail: 'must be specified for an update',
      } as const;
      throw invalidObject({ group, kind: resource }, request.name, [error], this.#deps.profile.minor);
    }
  }

  #prepareForCreate(object: KubeObject, strategy: StrategyContext): KubeObject {
    let prepared = object;
    if (this.traits.hasStatus && this.#strategy.keepsStatusOnCreate !== true) {
      const { status: _, ...rest } = prepared;
      prepared = rest;
    }
    prepared = this.#strategy.prepareForCreate?.(prepared, strategy) ?? prepared;
    const { firstGeneration } = this.traits;
    return firstGeneration === undefined ? prepared : withMetadata(prepared, { generation: firstGeneration });
  }

  #prepareForUpdate(
    object: KubeObject,
    old: KubeObject,
    { subresource, version }: UpdateRequest,
    strategy: StrategyContext,
  ): KubeObject {
    let prepared: KubeObject = { ...object, metadata: restoredMetadata(object.metadata, old.metadata) };
    if (this.traits.hasStatus && subresource !== this.#strategy.writesStatusAt) {
      prepared = subresource === 'status' ? withPart(old, prepared, 'status') : withStatusOf(prepared, old);
    }
    prepared = this.#strategy.prepareForUpdate?.(prepared, old, subresource, strategy) ?? prepared;
    const generation = Number(old.metadata.generation ?? 0);
    const counts = this.traits.countsGenerations && subresource !== 'status' && this.#differs(prepared, old, version);
    const { generation: _, ...metadata } = prepared.metadata;
    const next = counts ? generation + 1 : generation;
    return { ...prepared, metadata: next === 0 ? metadata : { ...metadata, generation: next } };
  }

  /** Whether anything but metadata and status differs, however it is written. */
  #differs(object: KubeObject, old: KubeObject, version: ServedVersion): boolean {
    return differs(object, old) && differs(this.objects.canonical(object, version), old);
  }

  #canonical(object: KubeObject): KubeObject {
    return this.#strategy.canonicalize?.(object) ?? object;
  }

  #track(
    context: RequestContext,
    version: ServedVersion,
    live: KubeObject | undefined,
    object: KubeObject,
    { fieldManager }: WriteOptions,
    subresource: string,
  ): KubeObject {
    const now = this.#strategyContext(context).now;
    return this.fields.update(version.kind, { live, object, manager: fieldManager, subresource, now });
  }

  #attributes(
    context: RequestContext,
    { kind, version }: ServedVersion,
    operation: 'CREATE' | 'UPDATE',
    object: KubeObject,
    oldObject: KubeObject | undefined,
    subresource: string,
    options: WriteOptions,
  ): AdmissionAttributes {
    const { group, resource } = this.resource;
    const name = oldObject?.metadata.name ?? object.metadata.name ?? '';
    const isNamespace = group === '' && resource === 'namespaces';
    return {
      operation,
      user: context.user,
      kind: { group, version, kind: kind.kind },
      resource: { group, version, resource },
      subresource,
      namespace: isNamespace ? name : (object.metadata.namespace ?? ''),
      name,
      object,
      oldObject,
      dryRun: options.dryRun,
      options: options.object,
      context,
    };
  }

  #strategyContext(context: RequestContext): StrategyContext {
    const now = apiTime(this.#deps.now());
    return { profile: this.#deps.profile, context, now };
  }

  #groupResource(): { group: string; resource: string } {
    return { group: this.resource.group, resource: this.resource.resource };
  }
}
