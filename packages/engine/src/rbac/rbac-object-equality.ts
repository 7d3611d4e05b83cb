/**
 * Equality of roles and bindings as the API server sees it: a field that is missing, null, an empty text or an empty
 * list is the same as none, and the order of keys does not count. In a map, such as labels, an empty text is a value
 * of its own. Where this cannot be known from JSON the objects count as different: then rights are checked again.
 *
 * Source: k8s.io/apimachinery/pkg/api/equality; pkg/registry/rbac/helpers.go (IsOnlyMutatingGCFields).
 */

/** Metadata that garbage collection may change without being asked for the rights in the object. */
const GARBAGE_COLLECTION_FIELDS: ReadonlySet<string> = new Set([
  'ownerReferences',
  'finalizers',
  'selfLink',
  'managedFields',
]);

const MAPS: ReadonlySet<string> = new Set(['labels', 'annotations', 'matchLabels']);

type JSONObject = { readonly [key: string]: unknown };

/** Two JSON values with the same meaning. */
export function semanticallyEqual(first: unknown, second: unknown): boolean {
  if (first === second) return true;
  if (Array.isArray(first) && Array.isArray(second)) {
    return first.length === second.length && first.every((item, index) => semanticallyEqual(item, second[index]));
  }
  if (!isObject(first) || !isObject(second)) return false;
  const keys = new Set([...Object.keys(first), ...Object.keys(second)]);
  return [...keys].every((key) => fieldsEqual(key, own(first, key), own(second, key)));
}

/** Whether the two objects differ at most in what garbage collection changes. */
export function equalButForGarbageCollection(object: unknown, oldObject: unknown): boolean {
  if (!isObject(object) || !isObject(oldObject)) return false;
  return semanticallyEqual(relevantPart(object), relevantPart(oldObject));
}

function fieldsEqual(key: string, first: unknown, second: unknown): boolean {
  if (!MAPS.has(key)) return (isNone(first) && isNone(second)) || semanticallyEqual(first, second);
  const [firstMap, secondMap] = [first ?? {}, second ?? {}];
  if (!isObject(firstMap) || !isObject(secondMap)) return false;
  const keys = new Set([...Object.keys(firstMap), ...Object.keys(secondMap)]);
  return [...keys].every((each) => own(firstMap, each) === own(secondMap, each));
}

function relevantPart({ apiVersion: _apiVersion, kind: _kind, metadata, ...rest }: JSONObject): JSONObject {
  if (!isObject(metadata)) return { ...rest, metadata };
  const kept = Object.entries(metadata).filter(([key]) => !GARBAGE_COLLECTION_FIELDS.has(key));
  return { ...rest, metadata: Object.fromEntries(kept) };
}

const isObject = (value: unknown): value is JSONObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const own = (value: JSONObject, key: string): unknown => (Object.hasOwn(value, key) ? value[key] : undefined);

const isNone = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
