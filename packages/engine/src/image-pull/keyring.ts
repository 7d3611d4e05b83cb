/**
 * Credentials by the registries that they are for, and which of them match an image.
 * Source: pkg/credentialprovider/keyring.go (BasicDockerKeyring).
 */
import type { RegistryEntry } from './docker-config.js';
import { matchesRegistry, registryKey } from './registry-location.js';

const DEFAULT_REGISTRY_KEY = 'index.docker.io';

/** An entry, and where it comes from. */
export interface KeyringMatch<Source> extends RegistryEntry {
  readonly source: Source;
}

export class Keyring<Source> {
  readonly #entries = new Map<string, KeyringMatch<Source>[]>();
  #keys: readonly string[] | undefined;

  add(entries: readonly RegistryEntry[], source: Source): void {
    for (const entry of entries) {
      const key = registryKey(entry.location);
      if (key === undefined) continue;
      const list = this.#entries.get(key);
      if (list === undefined) this.#entries.set(key, [{ ...entry, source }]);
      else list.push({ ...entry, source });
    }
    this.#keys = undefined;
  }

  /** What matches the repository (`docker.io/library/nginx`), the most specific path first. */
  lookup(repository: string): readonly KeyringMatch<Source>[] {
    // Reverse order of bytes: a longer path of the same registry comes before a shorter one.
    this.#keys ??= [...this.#entries.keys()].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
    const found = this.#keys
      .filter((key) => matchesRegistry(key, repository))
      .flatMap((key) => this.#entries.get(key) ?? []);
    if (found.length > 0 || !isOfDefaultRegistry(repository)) return found;
    return this.#entries.get(DEFAULT_REGISTRY_KEY) ?? [];
  }
}

function isOfDefaultRegistry(repository: string): boolean {
  const [first = ''] = repository.split('/', 1);
  return first === 'docker.io' || first === DEFAULT_REGISTRY_KEY || !/[.:]/.test(first);
}
