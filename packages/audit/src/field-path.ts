/**
 * Field paths as the reports print them: `spec.containers[0].name`, `metadata.labels[app.kubernetes.io/name]`.
 */

export type PathSegment = string | number;

/** Paths repeat from object to object; so many of them are kept, and then none of the others. */
const MAX_PARSED = 4096;
const parsed = new Map<string, readonly PathSegment[]>();

/** The segments of a printed path; a number is a list index, or a map key of digits. */
export function parseFieldPath(path: string): readonly PathSegment[] {
  const known = parsed.get(path);
  if (known !== undefined) return known;
  const segments = splitFieldPath(path);
  if (parsed.size < MAX_PARSED) parsed.set(path, segments);
  return segments;
}

function splitFieldPath(path: string): PathSegment[] {
  const segments: PathSegment[] = [];
  let index = 0;
  while (index < path.length) {
    if (path[index] === '[') {
      const end = path.indexOf(']', index);
      const inner = path.slice(index + 1, end === -1 ? path.length : end);
      segments.push(/^\d{1,9}$/.test(inner) ? Number(inner) : inner);
      index = end === -1 ? path.length : end + 1;
    } else {
      if (path[index] === '.') index++;
      let end = index;
      while (end < path.length && path[end] !== '.' && path[end] !== '[') end++;
      if (end > index) segments.push(path.slice(index, end));
      index = end;
    }
  }
  return segments;
}

/** Segments as a printed path; a key that is no plain name stands in brackets. */
export function formatFieldPath(segments: readonly PathSegment[]): string {
  let text = '';
  for (const segment of segments) {
    if (typeof segment === 'number' || !/^[A-Za-z_][\w-]*$/.test(segment)) text += `[${segment}]`;
    else text += text === '' ? segment : `.${segment}`;
  }
  return text;
}

/**
 * The same path with list indexes replaced by the names of the items, so that it survives a new neighbour:
 * `spec.containers[0].image` becomes `spec.containers[app].image`.
 */
export function stablePath(root: unknown, path: string): string {
  if (!path.includes('[')) return path;
  let node: unknown = root;
  let text = '';
  for (const segment of parseFieldPath(path)) {
    const parent = node;
    node = child(parent, segment);
    if (typeof segment === 'number' && Array.isArray(parent)) text += `[${nameOf(node) ?? segment}]`;
    else text += text === '' ? segment : `.${segment}`;
  }
  return text;
}

function child(node: unknown, segment: PathSegment): unknown {
  if (Array.isArray(node)) return typeof segment === 'number' ? node[segment] : undefined;
  if (typeof node === 'object' && node !== null && Object.hasOwn(node, segment)) return Reflect.get(node, segment);
  return undefined;
}

function nameOf(node: unknown): string | undefined {
  if (typeof node === 'string') return node;
  const name = child(node, 'name');
  return typeof name === 'string' ? name : undefined;
}
