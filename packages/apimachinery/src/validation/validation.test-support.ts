/** Tables of objects and of what kube-apiserver says of them, line by line. */
import { describe, expect, it } from 'vitest';
import { formatFieldError } from '../field-error.js';
import { MINORS, type Minor } from '../version.js';
import { type ValidateOptions, validateObject } from './validate-object.js';

export type Fields = Readonly<Record<string, unknown>>;

/** The lines in every minor, or by the minor since which they are as they are; minors before the first are left out. */
export type Lines = readonly string[] | { readonly [since: number]: readonly string[] };

/** Name, what differs from the base object (undefined takes a field away), the expected lines, the gates that are on. */
export type Case = readonly [name: string, change: Fields, lines: Lines, gates?: readonly string[]];

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Maps are merged, everything else is replaced. */
export function changed(base: Fields, change: Fields): Fields {
  const result = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(change)) {
    const before = result.get(key);
    if (value === undefined) result.delete(key);
    else result.set(key, isFields(before) && isFields(value) ? changed(before, value) : value);
  }
  return Object.fromEntries(result);
}

/** A change of the field at a path such as `spec.template`. */
export const at = (path: string, change: unknown): Fields =>
  path.split('.').reduceRight<unknown>((value, key) => ({ [key]: value }), change) as Fields;

export function linesOf(object: Fields, minor: Minor, gates: readonly string[] = [], options?: ValidateOptions) {
  const profile = { minor, enabled: (gate: string) => gates.includes(gate) };
  return validateObject(object, profile, options).map((error) => formatFieldError(error, minor));
}

/** The minors that are tested, with the lines that each must have. */
function expectedByMinor(lines: Lines): readonly (readonly [Minor, readonly string[]])[] {
  const steps = Array.isArray(lines)
    ? [{ since: 0, lines: lines as readonly string[] }]
    : Object.entries(lines).map(([since, found]) => ({ since: Number(since), lines: found }));
  return MINORS.flatMap((minor) => {
    const step = steps.findLast(({ since }) => since <= minor);
    return step === undefined ? [] : [[minor, step.lines] as const];
  });
}

/** Only the minors in which the lines change, so that a failure is short. */
const steps = (byMinor: readonly (readonly [Minor, readonly string[]])[]) =>
  byMinor.filter(([, lines], index) => JSON.stringify(lines) !== JSON.stringify(byMinor[index - 1]?.[1]));

/** The base object is good in every minor, and each change of it gets the lines of its row. */
export function describeValidation(title: string, base: Fields, cases: readonly Case[]): void {
  describe(title, () => {
    it('is good as it is', () => {
      expect(MINORS.flatMap((minor) => linesOf(base, minor))).toEqual([]);
    });

    const rows = cases.map(([what, change, lines, gates]) => ({ what, change, lines, gates }));
    it.each(rows)('$what', ({ change, lines, gates }) => {
      const object = changed(base, change);
      const expected = expectedByMinor(lines);
      const found = expected.map(([minor]) => [minor, linesOf(object, minor, gates)] as const);
      expect(steps(found)).toEqual(steps(expected));
    });
  });
}

const PART =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const KEY_FORM =
  "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

/** Upstream's long texts (k8s.io/apimachinery/pkg/util/validation). */
export const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
export const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
export const LABEL_1035 =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
export const NAME_PART = `name part ${PART} ${KEY_FORM}`;
export const LABEL_VALUE = `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`;
export const CONFIG_KEY =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
export const PERCENT =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";
export const BAD_IP = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
export const BAD_CIDR = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';
