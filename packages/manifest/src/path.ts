/**
 * Paths inside a document, as segments: a map key, or an index of a list.
 */

export type PathSegment = string | number;
