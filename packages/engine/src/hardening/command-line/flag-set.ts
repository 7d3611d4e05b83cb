/**
 * The flags of a component as its command line, a file of arguments or kubeadm gives them, each with the place where it
 * stands. Values are read as the flag library reads them.
 *
 * Source: github.com/spf13/pflag; k8s.io/component-base/cli/flag.
 */

export interface Flag {
  /** Without dashes in front; `_` is `-`, as Kubernetes' components take both. */
  readonly name: string;
  /** `true` for a boolean without a value. */
  readonly value: string;
  /** The field path of the flag in its object. */
  readonly path: string;
}

/** What Go's strconv.ParseBool takes. */
const TRUE: ReadonlySet<string> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const FALSE: ReadonlySet<string> = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

export class FlagSet {
  /** The field path at which a flag that is missing would stand. */
  readonly missing: string;
  readonly #flags = new Map<string, Flag[]>();

  constructor(flags: Iterable<Flag>, missing: string) {
    this.missing = missing;
    for (const flag of flags) {
      const same = this.#flags.get(flag.name);
      if (same === undefined) this.#flags.set(flag.name, [flag]);
      else same.push(flag);
    }
  }

  /** The same flags, all of them at one place: in a text within an object. */
  at(path: string): FlagSet {
    return new FlagSet(
      [...this.#flags.values()].flat().map(({ name, value }) => ({ name, value, path })),
      path,
    );
  }

  has(name: string): boolean {
    return this.#flags.has(name);
  }

  /** The value that counts, the last one; undefined for a flag that is not set. */
  text(name: string): string | undefined {
    return this.#flags.get(name)?.at(-1)?.value;
  }

  /** Every value, of a flag that may be repeated, in order. */
  all(name: string): readonly string[] {
    return (this.#flags.get(name) ?? []).map(({ value }) => value);
  }

  /** The items of a flag that takes a list: separated by commas, and collected when it is repeated. */
  list(name: string): readonly string[] {
    return this.all(name)
      .flatMap((value) => value.split(','))
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }

  /** The value of a boolean; undefined where it is not set, or holds what the component refuses. */
  boolean(name: string): boolean | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    return TRUE.has(value) ? true : FALSE.has(value) ? false : undefined;
  }

  /** The value of a number; undefined where it is not set, or holds what the component refuses. */
  integer(name: string): number | undefined {
    const value = this.text(name);
    return value !== undefined && /^[+-]?\d{1,15}$/.test(value) ? Number(value) : undefined;
  }

  /** Where the flags stand that are set; where they would, when none is. */
  paths(...names: readonly string[]): readonly string[] {
    const found = names.flatMap((name) => this.#flags.get(name)?.map(({ path }) => path) ?? []);
    return found.length === 0 ? [this.missing] : [...new Set(found)];
  }

  /** The names of the flags that are set and are this one, or begin so where the pattern ends in `*`. */
  matching(pattern: string): readonly string[] {
    if (!pattern.endsWith('*')) return this.#flags.has(pattern) ? [pattern] : [];
    return [...this.#flags.keys()].filter((name) => name.startsWith(pattern.slice(0, -1)));
  }
}
