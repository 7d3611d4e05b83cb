// Writes packages/apimachinery/src/generated/model/merging.ts from ../shared/data/list-types.json and
// strategic-merge.json: how lists, maps and structs merge under strategic merge patch and server-side apply.
import { NEWEST, OLDEST, shortName } from './api-model.mjs';
import { compact, GENERATED, minorOf, templateLiteral } from './generated-text.mjs';

const HEADER = `//
// JSON text: { "<type>": { "<field>": rules, ... }, ... }; the rules of "" are those of the struct itself. Rules are a
// list of [first minor, rule], rising; a rule holds until the next one starts; {} = nothing beyond the default.
// Members of a rule:
//   l  listType marker: atomic, set or map         k  listMapKeys marker
//   m  mapType marker                              t  structType marker
//   a  how server-side apply sees it where that is not the default (lists atomic, maps and structs granular):
//      atomic, granular, set or associative        b  keys of an associative list
//   p  patchStrategy                               q  patchMergeKey
// Fields that always have the default are left out.
`;

/** Calls \`visit\` with each minor of '1.27-1.34' or '1.36' that is known. */
function eachMinor(versions, visit) {
  const [first, last] = versions.split('-');
  for (let minor = minorOf(first); minor <= minorOf(last ?? first); minor++) visit(minor);
}

const asList = (value) => (Array.isArray(value) ? value : [value]);

function listRule(entry) {
  const usual = { list: 'atomic', map: 'granular' }[entry.shape];
  return compact({
    l: entry.listType,
    k: entry.listMapKeys,
    m: entry.mapType,
    t: entry.structType,
    a: entry.ssa === usual ? undefined : entry.ssa,
    b: entry.ssaKeys,
  });
}

/** Type -> field -> minor -> rule. */
function rulesByMinor(readShared) {
  const rules = new Map();
  const add = (type, field, versions, rule) => {
    const name = shortName(type);
    if (!rules.has(name)) rules.set(name, new Map());
    const fields = rules.get(name);
    if (!fields.has(field)) fields.set(field, new Map());
    const minors = fields.get(field);
    eachMinor(versions, (minor) => minors.set(minor, { ...minors.get(minor), ...rule }));
  };
  const lists = readShared('list-types.json');
  for (const [type, fields] of Object.entries(lists.types))
    for (const [field, entries] of Object.entries(fields))
      for (const entry of asList(entries)) add(type, field, entry.versions, listRule(entry));
  for (const [type, entry] of Object.entries(lists.typeMarkers))
    add(type, '', entry.versions, { t: entry.structType, a: entry.structType });
  for (const [type, fields] of Object.entries(readShared('strategic-merge.json').types))
    for (const [field, entries] of Object.entries(fields))
      for (const entry of asList(entries))
        add(type, field, entry.versions, compact({ p: entry.patchStrategy, q: entry.patchMergeKey }));
  return rules;
}

const MEMBERS = ['l', 'k', 'm', 't', 'a', 'b', 'p', 'q'];
const inOrder = (rule) => compact(Object.fromEntries(MEMBERS.map((member) => [member, rule[member]])));

function runsOf(minors) {
  const runs = [];
  let before = '{}';
  for (let minor = OLDEST; minor <= NEWEST; minor++) {
    const rule = inOrder(minors.get(minor) ?? {});
    const text = JSON.stringify(rule);
    if (text !== before) runs.push([minor, rule]);
    before = text;
  }
  return runs;
}

/** Files by their path from the project's root. */
export function generateMerging(readShared) {
  const rules = rulesByMinor(readShared);
  const lines = [...rules.keys()].sort().flatMap((type) => {
    const fields = [...rules.get(type).entries()].map(([field, minors]) => [field, runsOf(minors)]);
    const kept = fields.filter(([, runs]) => runs.length > 0).sort(([a], [b]) => (a < b ? -1 : 1));
    return kept.length === 0 ? [] : [`\n${JSON.stringify(type)}:${JSON.stringify(Object.fromEntries(kept))}`];
  });
  const text = templateLiteral(`{${lines.join(',')}\n}`);
  return new Map([
    [
      'packages/apimachinery/src/generated/model/merging.ts',
      `${GENERATED}\n${HEADER}export const mergingText: string = ${text};\n`,
    ],
  ]);
}
