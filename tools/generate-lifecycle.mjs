// Writes packages/apimachinery/src/generated/model/lifecycle.ts from ../shared/data/api-lifecycle.json: when each API was
// introduced, deprecated and removed, what replaces it, its resource, and the minors that serve it.
import { OLDEST } from './api-model.mjs';
import { LIFECYCLE } from './api-model-corrections.mjs';
import { compact, GENERATED, minorOf, templateLiteral } from './generated-text.mjs';

const HEADER = `//
// JSON text: { "<apiVersion>": { "<kind>": entry, ... }, ... }. Members of an entry, minors as numbers:
//   i, d, r  introduced, deprecated, removed: a minor, or a list of [first minor, value] where the declaration changed
//   p        replacement, "<apiVersion> <Kind>"; or a list as above
//   b        [first, last] minors that serve it by default
//   o        [first, last] minors that serve it only when --runtime-config asks for it
//   n        resource name (plural); left out for kinds that are no resource
//   c        1 = cluster scoped
//   g        singular name, where it is not the kind in lower case
//   s        short names;  t  categories
//   v        verbs, joined by spaces; "*" = create delete deletecollection get list patch update watch
`;

const ALL_VERBS = 'create delete deletecollection get list patch update watch';

/** '1.27-1.31' or '1.36' as [27, 31]; undefined where no known minor belongs to it. */
function span(text) {
  if (text === undefined) return undefined;
  const [first, last] = text.split('-');
  return [minorOf(first), minorOf(last ?? first)];
}

/** The value, or its changes as [first minor, value] when the known minors declare different ones. */
function declared(value, history, convert) {
  if (history === undefined) return value === undefined ? undefined : convert(value);
  const changes = Object.entries(history)
    .map(([then, minors]) => [span(minors)[0], convert(then), span(minors)[1]])
    .filter(([, , last]) => last >= OLDEST)
    .sort((a, b) => a[0] - b[0])
    .map(([first, then]) => [Math.max(first, OLDEST), then]);
  if (changes.length === 0) return value === undefined ? undefined : convert(value);
  return changes.length === 1 ? changes[0][1] : changes;
}

function entryOf(api) {
  const verbs = api.verbs?.join(' ');
  return compact({
    i: declared(api.introduced, api.introducedHistory, minorOf),
    d: declared(api.deprecated, api.deprecatedHistory, minorOf),
    r: declared(api.removed, api.removedHistory, minorOf),
    p: declared(api.replacement, api.replacementHistory, (text) => text),
    b: span(api.servedByDefault),
    o: span(api.servedWhenEnabled),
    n: api.resource,
    c: api.namespaced === false ? 1 : undefined,
    g: api.singular === undefined || api.singular === api.kind.toLowerCase() ? undefined : api.singular,
    s: api.shortNames,
    t: api.categories,
    v: verbs === ALL_VERBS ? '*' : verbs,
  });
}

/** Files by their path from the project's root. */
export function generateLifecycle(readShared) {
  const groups = new Map();
  for (const api of readShared('api-lifecycle.json').types) {
    const apiVersion = api.group === '' ? api.version : `${api.group}/${api.version}`;
    if (!groups.has(apiVersion)) groups.set(apiVersion, new Map());
    groups.get(apiVersion).set(api.kind, { ...entryOf(api), ...LIFECYCLE[apiVersion]?.[api.kind] });
  }
  const lines = [...groups.keys()].sort().map((apiVersion) => {
    const kinds = [...groups.get(apiVersion).entries()].sort(([a], [b]) => (a < b ? -1 : 1));
    const members = kinds.map(([kind, entry]) => `\n${JSON.stringify(kind)}:${JSON.stringify(entry)}`);
    return `\n${JSON.stringify(apiVersion)}:{${members.join(',')}}`;
  });
  const text = `{${lines.join(',')}\n}`;
  return new Map([
    [
      'packages/apimachinery/src/generated/model/lifecycle.ts',
      `${GENERATED}\n${HEADER}export const lifecycleText: string = ${templateLiteral(text)};\n`,
    ],
  ]);
}
