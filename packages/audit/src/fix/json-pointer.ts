/** JSON pointers (RFC 6901) of field paths, and back. */
import type { PathSegment } from '../field-path.js';

/** `/metadata/labels/app.kubernetes.io~1name` */
export const formatPointer = (segments: readonly PathSegment[]): string =>
  segments.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The segments of a pointer; what they index is known only beside the value. */
export const parsePointer = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
