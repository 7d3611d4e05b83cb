/** How people are told which object, and which container of it, a finding is about. */
import { type AuditObject, read, text } from '../audit-object.js';
import { parseFieldPath } from '../field-path.js';
import type { Finding, ObjectIdentity } from '../finding.js';

/** `Pod shop/web` */
export const objectTitle = ({ kind, namespace, name }: ObjectIdentity): string =>
  `${kind} ${namespace === '' ? '' : `${namespace}/`}${name === '' ? '(no name)' : name}`;

const CONTAINER_LISTS: ReadonlySet<unknown> = new Set(['containers', 'initContainers', 'ephemeralContainers']);

/** The name of the container that the finding's field belongs to; undefined when it belongs to none. */
export function containerOf(finding: Finding, object: AuditObject | undefined): string | undefined {
  const path = parseFieldPath(finding.fieldPath);
  const list = path.findIndex((segment) => CONTAINER_LISTS.has(segment));
  if (object === undefined || list === -1 || typeof path[list + 1] !== 'number') return undefined;
  let value: unknown = object.source.value;
  for (const segment of path.slice(0, list + 2)) value = step(value, segment);
  return text(read(value, 'name')) || undefined;
}

const step = (value: unknown, segment: string | number): unknown =>
  Array.isArray(value) ? value[Number(segment)] : read(value, String(segment));

/** The objects of the input by the identity that their findings hold. */
export const objectsByIdentity = (objects: readonly AuditObject[] = []): ReadonlyMap<ObjectIdentity, AuditObject> =>
  new Map(objects.map((object) => [object.identity, object]));
