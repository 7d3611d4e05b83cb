/** The fields of a file of configuration, each of the type that it must have. */
import { ClusterError, foreignText } from '../cluster-error.js';
import { isObject, type PlainObject } from '../untyped.js';

export class Fields {
  readonly #value: PlainObject;
  /** Such as `/home/ann/.kube/config: users[2]`. */
  readonly place: string;

  /** A missing value has no fields; another than a map is refused. */
  constructor(value: unknown, place: string) {
    this.place = place;
    if (value !== undefined && value !== null && !isObject(value)) throw wrong(place, 'a map', value);
    this.#value = isObject(value) ? value : {};
  }

  has(name: string): boolean {
    return this.#get(name) !== undefined;
  }

  /** `''` where it is missing. */
  text(name: string): string {
    const value = this.#get(name) ?? '';
    if (typeof value !== 'string') throw wrong(`${this.place}.${name}`, 'a text', value);
    return value;
  }

  flag(name: string): boolean {
    const value = this.#get(name) ?? false;
    if (typeof value !== 'boolean') throw wrong(`${this.place}.${name}`, 'true or false', value);
    return value;
  }

  list(name: string): readonly unknown[] {
    const value = this.#get(name) ?? [];
    if (!Array.isArray(value)) throw wrong(`${this.place}.${name}`, 'a list', value);
    return value;
  }

  texts(name: string): readonly string[] {
    return this.list(name).map((value, index) => {
      if (typeof value !== 'string') throw wrong(`${this.place}.${name}[${index}]`, 'a text', value);
      return value;
    });
  }

  child(name: string): Fields {
    return new Fields(this.#get(name), `${this.place}.${name}`);
  }

  children(name: string): readonly Fields[] {
    return this.list(name).map((value, index) => new Fields(value, `${this.place}.${name}[${index}]`));
  }

  /** The names of a map, with their values still unread. */
  names(): readonly string[] {
    return Object.keys(this.#value);
  }

  /** As it is written. */
  raw(name: string): unknown {
    return this.#get(name);
  }

  #get(name: string): unknown {
    const value = Object.hasOwn(this.#value, name) ? this.#value[name] : undefined;
    return value === null ? undefined : value;
  }
}

function wrong(place: string, expected: string, value: unknown): ClusterError {
  const found = Array.isArray(value) ? 'a list' : value === null ? 'nothing' : `a ${nameOf(value)}`;
  return new ClusterError(`${foreignText(place)}: expected ${expected}, found ${found}`);
}

const nameOf = (value: unknown): string =>
  typeof value === 'string' ? 'text' : isObject(value) ? 'map' : typeof value;
