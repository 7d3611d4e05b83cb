/**
 * What of an object the expressions of a policy ask about, as far as it decides what a pod may do. CEL is not evaluated:
 * the paths that begin at `object` are read from the text, and what is handed on whole counts as everything.
 */

export interface AskedFields {
  /** Fields of containers, which an ephemeral container has, too. */
  readonly containers: boolean;
  /** Their images: of a running pod nothing else of them can be changed. */
  readonly images: boolean;
  /** The pods of a workload's template, which can be made without the workload. */
  readonly template: boolean;
}

/** What is asked by who answers in their own words, such as a webhook. */
export const ASKS_EVERYTHING: AskedFields = { containers: true, images: true, template: true };

const NOTHING: AskedFields = { containers: false, images: false, template: false };

/** Lengths are bounded: expressions are strangers' words. */
const PATH = /\b(?:object|oldObject)\b((?:\s{0,8}\.\s{0,8}\??\s{0,8}[A-Za-z_]\w{0,63}){0,12})\s{0,8}(\[)?/g;
const CONTAINERS: ReadonlySet<string> = new Set(['containers', 'initContainers', 'ephemeralContainers']);
const TEMPLATES: ReadonlySet<string> = new Set(['template', 'jobTemplate']);
/** What says who the object is; nothing of it gives a pod rights. */
const IDENTITY: ReadonlySet<string> = new Set(['metadata', 'kind', 'apiVersion', 'status']);
const MAX_LENGTH = 65_536;

/** `expressions` are those of validations and of the variables that they use. */
export function askedFields(expressions: readonly string[]): AskedFields {
  const text = expressions.join('\n');
  if (text.length > MAX_LENGTH) return ASKS_EVERYTHING;
  const paths = [...text.matchAll(PATH)];
  // A policy on who asks, or on parameters, says nothing of the object.
  if (paths.length === 0) return ASKS_EVERYTHING;
  const found = paths.map(([, fields = '', bracket]) => askedBy(fields.match(/\w+/g) ?? [], bracket !== undefined));
  const containers = found.some((each) => each.containers);
  return {
    containers,
    images: containers && (text.includes('image') || found.includes(ASKS_EVERYTHING)),
    template: found.some((each) => each.template),
  };
}

function askedBy([first, ...rest]: readonly string[], isIndexed: boolean): AskedFields {
  if (first !== undefined && IDENTITY.has(first)) return NOTHING;
  // `object['spec']`; `object.spec.containers[0]` is read as far as it is written.
  if (first === undefined || (isIndexed && rest.length === 0)) return ASKS_EVERYTHING;
  return first === 'spec' ? askedOfSpec(rest) : NOTHING;
}

function askedOfSpec([first, ...rest]: readonly string[]): AskedFields {
  if (first === undefined) return ASKS_EVERYTHING;
  if (CONTAINERS.has(first)) return { ...NOTHING, containers: true };
  if (!TEMPLATES.has(first)) return NOTHING;
  const [next, ...inner] = rest;
  if (next === undefined) return ASKS_EVERYTHING;
  if (next === 'metadata') return NOTHING;
  const isWhole = inner.length === 0;
  // Of a CronJob: spec.jobTemplate.spec.template.spec.
  if (first === 'jobTemplate' && !isWhole) return askedOfSpec(inner);
  return { containers: isWhole || CONTAINERS.has(inner[0] ?? ''), images: false, template: true };
}
