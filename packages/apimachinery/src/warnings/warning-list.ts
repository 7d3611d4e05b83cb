/**
 * Collects the warnings of one object in the order in which the API server sends them, within limits: upstream
 * compares ports and paths pair by pair, which an object made for it turns into minutes of work.
 */
import type { Path } from '../validation/field-path.js';
import type { Minor } from '../version.js';
import type { VersionProfile } from '../version-profile.js';

/** A server sends 4,096 characters of warnings and cuts the rest, so nobody reads as many as these. */
const MAX_WARNINGS = 1_000;
/** Enough for a thousand ports or paths each compared with all others. */
const MAX_COMPARISONS = 1_000_000;

const NO_WARNINGS: readonly string[] = Object.freeze([]);

export class WarningList {
  readonly profile: VersionProfile;
  readonly minor: Minor;
  #items: string[] | undefined;
  #comparisons = 0;

  constructor(profile: VersionProfile) {
    this.profile = profile;
    this.minor = profile.minor;
  }

  get items(): readonly string[] {
    return this.#items ?? NO_WARNINGS;
  }

  /** A warning about a field. */
  at(path: Path, text: string): void {
    this.add(`${path}: ${text}`);
  }

  add(text: string): void {
    this.#items ??= [];
    if (this.#items.length < MAX_WARNINGS) this.#items.push(text);
  }

  addAll(texts: readonly string[]): void {
    for (const text of texts) this.add(text);
  }

  /** Whether one more pair may be looked at. */
  mayCompare(): boolean {
    this.#comparisons += 1;
    return this.#comparisons <= MAX_COMPARISONS && (this.#items?.length ?? 0) < MAX_WARNINGS;
  }
}
