/** Reads the fields of a policy: the first value of a wrong type is an error, unknown fields are warnings. */
import { goQuote } from '@bulkhead/apimachinery';

export type Members = Readonly<Record<string, unknown>>;

export class PolicyFields {
  readonly warnings: string[] = [];
  error: string | undefined;

  members(value: unknown, path: string, what: string): Members {
    if (value === undefined || value === null) return {};
    if (isMembers(value)) return value;
    this.#wrong(path === '' ? 'the policy' : path, what);
    return {};
  }

  text(members: Members, name: string, path: string): string {
    const value = this.#field(members, name);
    if (value === undefined || value === null) return '';
    if (typeof value === 'string') return value;
    this.#wrong(placeOf(path, name), 'a string');
    return '';
  }

  flag(members: Members, name: string, path: string): boolean | undefined {
    const value = this.#field(members, name);
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'boolean') return value;
    this.#wrong(placeOf(path, name), 'a boolean');
    return undefined;
  }

  list(members: Members, name: string, path: string): readonly unknown[] {
    const value = this.#field(members, name);
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value;
    this.#wrong(placeOf(path, name), 'a list');
    return [];
  }

  texts(members: Members, name: string, path: string): readonly string[] {
    return this.list(members, name, path).flatMap((value, index) => {
      if (typeof value === 'string') return [value];
      if (value !== null) this.#wrong(`${placeOf(path, name)}[${index}]`, 'a string');
      return [''];
    });
  }

  onlyKnown(members: Members, known: readonly string[], path: string): void {
    for (const name of Object.keys(members)) {
      if (!known.includes(name)) this.warnings.push(`unknown field ${goQuote(placeOf(path, name))}`);
    }
  }

  #field(members: Members, name: string): unknown {
    return Object.hasOwn(members, name) ? members[name] : undefined;
  }

  #wrong(place: string, what: string): void {
    this.error ??= `${place} must be ${what}`;
  }
}

const placeOf = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
