/** Objects without `metadata.managedFields`, also those of a list. */

export function withoutManagedFields(object: unknown): unknown {
  if (!isMembers(object)) return object;
  const items = object['items'];
  const shown = isMembers(object['metadata']) ? { ...object, metadata: without(object['metadata']) } : object;
  return Array.isArray(items) ? { ...shown, items: items.map(withoutManagedFields) } : shown;
}

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function without({ managedFields: _dropped, ...rest }: Members): Members {
  return rest;
}
