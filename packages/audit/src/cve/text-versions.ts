/**
 * Affected versions from the text of an announcement, where it follows the usual form: a heading "Affected Versions" and
 * below it nothing but lines that name a component and its versions. Anything else is not certain, and says nothing.
 *
 * Source: the template of Kubernetes' security announcements (issues with the label committee/security-response).
 */
import type { CveComponent } from './cve.js';
import type { VersionRange } from './version-range.js';

const COMPONENTS: ReadonlySet<string> = new Set([
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-proxy',
  'kubectl',
  'ingress-nginx',
  'secrets-store-csi-driver',
  'azurefile-csi-driver',
]);

const MAX_LINES = 40;
const MAX_LINE_LENGTH = 160;
const VERSION = String.raw`v?(\d{1,4}\.\d{1,4}\.\d{1,4})`;
const FROM_TO = new RegExp(`^${VERSION} ?(?:-|–|to|through) ?${VERSION}$`);
const UP_TO = new RegExp(`^(<=|<|≤|prior to|before) ?${VERSION}$`);
const ONE = new RegExp(`^${VERSION}$`);

/** Components with their ranges; empty unless every line under the heading is understood. */
export function versionsFromText(text: string): readonly CveComponent[] {
  const lines = text.split(/\r?\n/);
  const heading = lines.findIndex((line) => line.length < MAX_LINE_LENGTH && isHeading(line));
  if (heading < 0) return [];
  const ranges = new Map<string, VersionRange[]>();
  for (const line of lines.slice(heading + 1, heading + 1 + MAX_LINES)) {
    if (line.trim() === '') continue;
    if (/^\s*[#*]{2,}/.test(line)) break;
    const found = line.length > MAX_LINE_LENGTH ? undefined : affectedLine(line);
    if (found === undefined) return [];
    ranges.set(found.name, [...(ranges.get(found.name) ?? []), found.range]);
  }
  return [...ranges].map(([name, list]) => ({ name, ranges: list }));
}

const isHeading = (line: string): boolean =>
  /^affected versions?:?$/i.test(line.replaceAll(/[#*]/g, '').trim()) && /[#*]/.test(line);

function affectedLine(line: string): { readonly name: string; readonly range: VersionRange } | undefined {
  const [, name = '', versions = ''] = /^\s*[-*]? ?([A-Za-z-]{4,40}):? (.+)$/.exec(line) ?? [];
  const component = name.toLowerCase();
  if (!COMPONENTS.has(component)) return undefined;
  const range = rangeOf(versions.trim());
  return range === undefined ? undefined : { name: component, range };
}

function rangeOf(text: string): VersionRange | undefined {
  const fromTo = FROM_TO.exec(text);
  if (fromTo?.[1] !== undefined && fromTo[2] !== undefined) return { introduced: fromTo[1], lastAffected: fromTo[2] };
  const upTo = UP_TO.exec(text);
  if (upTo?.[2] !== undefined) {
    const isLast = upTo[1] === '<=' || upTo[1] === '≤';
    return isLast ? { introduced: '0', lastAffected: upTo[2] } : { introduced: '0', fixed: upTo[2] };
  }
  const one = ONE.exec(text)?.[1];
  return one === undefined ? undefined : { introduced: one, lastAffected: one };
}
