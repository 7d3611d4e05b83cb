/** The verbs of requests, as an audit log shows them, and those that only checks inside the API server ask for. */

const IN_LOG: ReadonlySet<string> = new Set([
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
  'proxy',
  'head',
  'post',
  'put',
  'options',
]);

/** The verb that stands for all. */
export const ALL_VERBS = '*';

/**
 * Whether the use of the verb shows in the log. `escalate`, `bind`, `approve`, `sign`, `impersonate` and verbs that a
 * controller made up are asked for behind other requests: that they are missing in a log says nothing.
 */
export const isSeenInLog = (verb: string): boolean => IN_LOG.has(verb);
