/** Writing a field that is unknown where it stands at the place where it belongs. */
import { type PathSegment, parseFieldPath } from '../../field-path.js';
import type { ObjectPatch } from '../../fix/object-patch.js';

/** The rest of a place behind the star of `spec.containers[*].securityContext.runAsUser`. */
const EACH = '[*]';

/** Moves the field; nothing is moved where the place is taken. */
export function moveToPlace(patch: ObjectPatch, from: string, place: string): void {
  const value = patch.read(from);
  const targets = placesIn(patch, place);
  if (targets.length === 0 || targets.some((target) => patch.read(target) !== undefined)) return;
  for (const target of targets) patch.set(target, value);
  patch.prune(from);
}

/** Writes the field under another name beside it; nothing is done where that name is taken. */
export function rename(patch: ObjectPatch, from: string, name: string): void {
  const path = parseFieldPath(from);
  const target = [...path.slice(0, -1), name];
  if (patch.read(target) === undefined) patch.move(path, target);
}

/** The place in every item of the list that has a star. */
function placesIn(patch: ObjectPatch, place: string): (readonly PathSegment[])[] {
  const star = place.indexOf(EACH);
  if (star === -1) return [parseFieldPath(place)];
  const list = parseFieldPath(place.slice(0, star));
  const rest = parseFieldPath(place.slice(star + EACH.length));
  const items = patch.read(list);
  return Array.isArray(items) ? items.map((_, index) => [...list, index, ...rest]) : [];
}
