/** An operation of a path, apart from the dialect in which it is written. */
export interface Operation {
  readonly method: 'get' | 'put' | 'post' | 'delete' | 'options' | 'head' | 'patch';
  readonly operationId: string;
  readonly tag: string;
  readonly description: string;
  /** `list`, `post`, `connect`, ...; undefined for discovery. */
  readonly action?: string;
  readonly kind?: { readonly group: string; readonly version: string; readonly kind: string };
  /** Names of parameters of the query. */
  readonly query: readonly QueryParameter[];
  /** Type of the body. */
  readonly body?: { readonly typeName: string; readonly required: boolean };
  /** The body is one of the kinds of patches. */
  readonly isPatch?: boolean;
  /** Type of the answer; a text when it is left out. */
  readonly answer?: string;
  /** Codes with that answer. */
  readonly codes: readonly number[];
  /** The answer may also be a stream of events. */
  readonly streams?: boolean;
}

export interface QueryParameter {
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'integer';
  readonly description?: string;
}

export interface PathItem {
  readonly path: string;
  /** Names of the parameters in braces. */
  readonly placeholders: readonly string[];
  readonly operations: readonly Operation[];
}

const text = (name: string, description: string): QueryParameter => ({ name, type: 'string', description });
const flag = (name: string, description: string): QueryParameter => ({ name, type: 'boolean', description });
const count = (name: string, description: string): QueryParameter => ({ name, type: 'integer', description });

export const PRETTY = text('pretty', 'Indents the answer when it is true.');
export const DRY_RUN = text('dryRun', 'All: goes through every check and stores nothing.');
const FIELD_MANAGER = text('fieldManager', 'Who is noted in managedFields for what the request sets.');
const FIELD_VALIDATION = text(
  'fieldValidation',
  'What becomes of unknown and repeated fields: Ignore drops them, Warn warns of them, Strict refuses the request.',
);
export const FORCE = flag('force', 'Takes fields from other managers; for apply patches alone.');

export const WRITE_QUERY: readonly QueryParameter[] = [DRY_RUN, FIELD_MANAGER, FIELD_VALIDATION];

const SELECTION: readonly QueryParameter[] = [
  text('continue', 'Goes on with a list where an earlier answer ended.'),
  text('fieldSelector', 'Only objects whose fields are so.'),
  text('labelSelector', 'Only objects whose labels are so.'),
  count('limit', 'At most so many objects in one answer.'),
  text('resourceVersion', 'The state that the answer must be at least as new as.'),
  text('resourceVersionMatch', 'How resourceVersion is meant: Exact or NotOlderThan.'),
  flag('sendInitialEvents', 'Whether a watch begins with the objects that there are.'),
  count('timeoutSeconds', 'Ends the request after so many seconds.'),
];

export const LIST_QUERY: readonly QueryParameter[] = [
  flag('allowWatchBookmarks', 'Lets the server tell how far a watch is.'),
  ...SELECTION,
  flag('watch', 'Tells changes as they happen instead of a list.'),
];

export const DELETE_QUERY: readonly QueryParameter[] = [
  DRY_RUN,
  count('gracePeriodSeconds', 'Seconds that the object has before it goes; 0 means at once.'),
  flag('orphanDependents', 'Old form of propagationPolicy.'),
  text('propagationPolicy', 'What becomes of objects that this one owns: Orphan, Background or Foreground.'),
];

export const DELETE_COLLECTION_QUERY: readonly QueryParameter[] = [...SELECTION, ...DELETE_QUERY].sort((left, right) =>
  left.name < right.name ? -1 : 1,
);
