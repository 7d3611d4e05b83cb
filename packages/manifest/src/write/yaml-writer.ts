/**
 * YAML in the form in which the API server and kubectl write it: blocks, keys in natural order, lists not indented
 * below their key, long texts folded at 80 columns.
 *
 * Source: sigs.k8s.io/yaml (goyaml.v2: encode.go, emitterc.go, resolve.go, sorter.go).
 */
import { naturalOrder } from './natural-order.js';
import { yamlScalar } from './yaml-scalar.js';

const INDENT = 2;

/** `value` is what JSON can hold; undefined members are left out. */
export function toYaml(value: unknown): string {
  // JSON first: what it leaves out is left out.
  const plain: unknown = JSON.parse(JSON.stringify(value));
  const lines: string[] = [];
  writeNode(lines, plain, 0, '', false);
  return `${lines.join('\n')}\n`;
}

/** `lead` is what stands on the line before the node: a key, dashes. */
function writeNode(lines: string[], node: unknown, indent: number, lead: string, inList: boolean): void {
  if (Array.isArray(node)) {
    writeList(lines, node, indent, lead, inList);
  } else if (typeof node === 'object' && node !== null) {
    writeMapping(lines, new Map(Object.entries(node)), indent, lead, inList);
  } else {
    const gap = lead === '' ? '' : ' ';
    lines.push(`${lead}${gap}${yamlScalar(node, indent, lead.length + gap.length)}`);
  }
}

function writeList(lines: string[], items: readonly unknown[], indent: number, lead: string, inList: boolean): void {
  if (items.length === 0) {
    lines.push(lead === '' ? '[]' : `${lead} []`);
    return;
  }
  // A list in a list begins on the line of its dash.
  let start = inList ? `${lead} ` : ' '.repeat(indent);
  if (!inList && lead !== '') lines.push(lead);
  for (const item of items) {
    writeNode(lines, item, indent + INDENT, `${start}-`, true);
    start = ' '.repeat(indent);
  }
}

function writeMapping(
  lines: string[],
  members: ReadonlyMap<string, unknown>,
  indent: number,
  lead: string,
  inList: boolean,
): void {
  if (members.size === 0) {
    lines.push(lead === '' ? '{}' : `${lead} {}`);
    return;
  }
  let start = inList ? `${lead} ` : ' '.repeat(indent);
  if (!inList && lead !== '') lines.push(lead);
  for (const key of [...members.keys()].sort(naturalOrder)) {
    const value = members.get(key);
    const keyLead = `${start}${yamlScalar(key, indent, start.length, true)}:`;
    // The items of a list stand below the key, not further in.
    writeNode(lines, value, Array.isArray(value) ? indent : indent + INDENT, keyLead, false);
    start = ' '.repeat(indent);
  }
}
