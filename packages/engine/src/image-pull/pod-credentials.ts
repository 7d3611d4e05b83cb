/**
 * Which credentials a pod has for an image, as far as the objects at hand tell.
 * Source: pkg/kubelet/images/image_manager.go, pkg/credentialprovider/plugin/plugins.go (matchImages).
 */
import type { PodSpec, Secret, ServiceAccount } from '@bulkhead/apimachinery/types/core-v1';
import { pullSecretOf } from './docker-config.js';
import { Keyring } from './keyring.js';
import { pullSecretNames } from './pod-images.js';
import { matchesRegistry } from './registry-location.js';

export type CredentialState =
  /** A Secret holds an entry for the image. */
  | 'matching'
  /** A credential provider of the nodes is asked for such images. */
  | 'node'
  /** Secrets are named whose contents are not at hand. */
  | 'unknown'
  /** No Secret that the kubelet would find has an entry for the image. */
  | 'none';

export interface CredentialAnswer {
  readonly state: CredentialState;
  /** Names of the Secrets that the answer is from. */
  readonly secrets: readonly string[];
}

export interface CredentialSources {
  readonly secret: (namespace: string, name: string) => Secret | undefined;
  readonly serviceAccount: (namespace: string, name: string) => ServiceAccount | undefined;
  /** `matchImages` of all credential providers of the nodes. */
  readonly providerPatterns: readonly string[];
}

const DEFAULT_ACCOUNT = 'default';
const NONE: CredentialAnswer = { state: 'none', secrets: [] };
const NODE: CredentialAnswer = { state: 'node', secrets: [] };

/** Remembers what it read: many pods share their Secrets. */
export class CredentialLookup {
  readonly #sources: CredentialSources;
  readonly #keyrings = new Map<string, PodKeyring>();

  constructor(sources: CredentialSources) {
    this.#sources = sources;
  }

  /** `repository`: the whole name, `docker.io/library/nginx`. */
  credentialsOf(namespace: string, spec: PodSpec, repository: string): CredentialAnswer {
    const { names } = this.namesOf(namespace, spec);
    const answer = names.length === 0 ? NONE : this.#keyringOf(namespace, names).answer(repository);
    if (answer.state === 'matching' || answer.state === 'unknown') return answer;
    const isProvided = this.#sources.providerPatterns.some((pattern) => matchesRegistry(pattern, repository));
    return isProvided ? NODE : answer;
  }

  namesOf(namespace: string, spec: PodSpec): ReturnType<typeof pullSecretNames> {
    const account = this.#sources.serviceAccount(namespace, spec.serviceAccountName || DEFAULT_ACCOUNT);
    return pullSecretNames(spec, account);
  }

  #keyringOf(namespace: string, names: readonly string[]): PodKeyring {
    const key = JSON.stringify([namespace, ...names]);
    let keyring = this.#keyrings.get(key);
    if (keyring === undefined) {
      keyring = new PodKeyring(names, (name) => this.#sources.secret(namespace, name));
      this.#keyrings.set(key, keyring);
    }
    return keyring;
  }
}

/** The Secrets of a pod together. One that cannot be read spoils all of them. */
class PodKeyring {
  readonly #keyring = new Keyring<string>();
  readonly #unknown: string[] = [];
  #isSpoilt = false;

  constructor(names: readonly string[], secretOf: (name: string) => Secret | undefined) {
    for (const name of names) {
      const secret = secretOf(name);
      const content = secret === undefined ? undefined : pullSecretOf(secret);
      if (content === undefined || content.state === 'unknown') this.#unknown.push(name);
      else if (content.state === 'usable') this.#keyring.add(content.entries, name);
      else if (content.state === 'unreadable') this.#isSpoilt = true;
    }
  }

  answer(repository: string): CredentialAnswer {
    if (this.#isSpoilt) return NONE;
    const matches = this.#keyring.lookup(repository);
    if (matches.length > 0) return { state: 'matching', secrets: [...new Set(matches.map(({ source }) => source))] };
    return this.#unknown.length > 0 ? { state: 'unknown', secrets: this.#unknown } : NONE;
  }
}
