/**
 * Equality of two values as the API server compares objects: absent, null and empty lists and maps are the same.
 * Source: k8s.io/apimachinery/pkg/api/equality, third_party/forked/golang/reflect.
 */
export function semanticallyEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) && isEmpty(b);
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => semanticallyEqual(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  for (const key of Object.keys(a)) if (!semanticallyEqual(a[key], member(b, key))) return false;
  for (const key of Object.keys(b)) if (!Object.hasOwn(a, key) && !isEmpty(b[key])) return false;
  return true;
}

type PlainObject = { readonly [key: string]: unknown };

const isObject = (value: unknown): value is PlainObject => typeof value === 'object' && value !== null;

const member = (object: PlainObject, key: string): unknown => (Object.hasOwn(object, key) ? object[key] : undefined);

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).every((key) => isEmpty(value[key]));
}
