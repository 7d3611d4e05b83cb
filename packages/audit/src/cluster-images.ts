/**
 * Who of the input pulls which image with which credentials. Read when the first rule asks.
 */
import type { PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import { itemsOf } from '@bulkhead/engine/hardening';
import {
  type CredentialAnswer,
  CredentialLookup,
  type PodImage,
  podImages,
  wholeName,
} from '@bulkhead/engine/image-pull';
import { extractPod } from '@bulkhead/engine/pod-security';
import { read } from './audit-object.js';
import type { ClusterAccounts } from './cluster-accounts.js';
import type { ObjectIndex } from './object-index.js';

/** A workload that has credentials for an image. */
export interface ImagePuller {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly credentials: CredentialAnswer;
}

/** More would not change what is said of the image. */
const MAX_PULLERS = 16;

export class ClusterImages {
  readonly #objects: ObjectIndex;
  readonly #accounts: ClusterAccounts;
  #lookup: CredentialLookup | undefined;
  readonly #images = new WeakMap<PodSpec, readonly PodImage[]>();
  #pullers: ReadonlyMap<string, readonly ImagePuller[]> | undefined;

  constructor(objects: ObjectIndex, accounts: ClusterAccounts) {
    this.#objects = objects;
    this.#accounts = accounts;
  }

  /** The images of a pod, their references parsed once. */
  imagesOf(spec: PodSpec): readonly PodImage[] {
    const known = this.#images.get(spec) ?? podImages(spec);
    this.#images.set(spec, known);
    return known;
  }

  /** What a pod of the namespace has for the repository, `docker.io/library/nginx`. */
  credentialsOf(namespace: string, spec: PodSpec, repository: string): CredentialAnswer {
    return this.#credentials.credentialsOf(namespace, spec, repository);
  }

  pullSecretsOf(namespace: string, spec: PodSpec): ReturnType<CredentialLookup['namesOf']> {
    return this.#credentials.namesOf(namespace, spec);
  }

  /** Workloads with credentials of their own for the repository. */
  pullersOf(repository: string): readonly ImagePuller[] {
    this.#pullers ??= this.#findPullers();
    return this.#pullers.get(repository) ?? [];
  }

  get #credentials(): CredentialLookup {
    this.#lookup ??= new CredentialLookup({
      secret: (namespace, name) => this.#accounts.secret(namespace, name),
      serviceAccount: (namespace, name) => this.#accounts.account(namespace, name),
      providerPatterns: providerPatterns(this.#objects),
    });
    return this.#lookup;
  }

  #findPullers(): ReadonlyMap<string, readonly ImagePuller[]> {
    const found = new Map<string, ImagePuller[]>();
    for (const { identity, object } of this.#objects.all) {
      const spec = extractPod(object)?.pod.spec;
      if (spec === undefined) continue;
      const namespace = identity.namespace || 'default';
      if (this.pullSecretsOf(namespace, spec).names.length === 0) continue;
      for (const { reference } of this.imagesOf(spec)) {
        const repository = wholeName(reference);
        const known = repository === undefined ? undefined : (found.get(repository) ?? []);
        if (repository === undefined || known === undefined || known.length >= MAX_PULLERS) continue;
        const credentials = this.credentialsOf(namespace, spec, repository);
        if (credentials.secrets.length === 0) continue;
        known.push({ kind: identity.kind, namespace, name: identity.name, credentials });
        found.set(repository, known);
      }
    }
    return found;
  }
}

const PROVIDER_GROUP = 'kubelet.config.k8s.io/';

/** `matchImages` of the credential providers that the nodes have. */
function providerPatterns(objects: ObjectIndex): readonly string[] {
  return objects
    .ofKind('CredentialProviderConfig')
    .filter(({ identity }) => identity.apiVersion.startsWith(PROVIDER_GROUP))
    .flatMap(({ source }) => itemsOf(read(source.value, 'providers')))
    .flatMap((provider) => itemsOf(read(provider, 'matchImages')))
    .filter((pattern) => typeof pattern === 'string');
}
