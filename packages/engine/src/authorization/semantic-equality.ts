/**
 * Equality of objects as the API server sees it: a field that is missing, null, an empty text or an empty list is the
 * same as none, and the order of keys does not count. In a map, such as labels, an empty text is a value of its own.
 * Where this cannot be known from JSON the objects count as different, which never allows more.
 *
 * Source: k8s.io/apimachinery/pkg/api/equality.
 */

const MAPS: ReadonlySet<string> = new Set(['labels', 'annotations', 'matchLabels', 'nodeSelector', 'data']);

export type JSONObject = { readonly [key: string]: unknown };

/** Two JSON values with the same meaning. */
export function semanticallyEqual(first: unknown, second: unknown): boolean {
  if (first === second || (isNone(first) && isNone(second))) return true;
  if (Array.isArray(first) && Array.isArray(second)) {
    return first.length === second.length && first.every((item, index) => semanticallyEqual(item, second[index]));
  }
  if (!isJSONObject(first) || !isJSONObject(second)) return false;
  const keys = new Set([...Object.keys(first), ...Object.keys(second)]);
  return [...keys].every((key) => {
    const [one, other] = [ownValue(first, key), ownValue(second, key)];
    return MAPS.has(key) ? equalMaps(one, other) : semanticallyEqual(one, other);
  });
}

/** Two maps of texts, such as labels. */
export function equalMaps(first: unknown, second: unknown): boolean {
  const [one, other] = [first ?? {}, second ?? {}];
  if (!isJSONObject(one) || !isJSONObject(other)) return false;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => ownValue(one, key) === ownValue(other, key));
}

export const isJSONObject = (value: unknown): value is JSONObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const ownValue = (value: JSONObject, key: string): unknown =>
  Object.hasOwn(value, key) ? value[key] : undefined;

const isNone = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
