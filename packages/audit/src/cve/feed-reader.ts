/**
 * Reads a feed of vulnerabilities: the official JSON Feed (KEP-3203), the same with the extension `_bulkhead`, or a
 * document with both a `feed` and `runtimes`. Feeds come from strangers: what is not as it must be is skipped and said.
 */
import { read, text } from '../audit-object.js';
import { readConditions } from './condition-reader.js';
import type { Cve, CveComponent, CveCondition, CveMitigation } from './cve.js';
import { versionsFromText } from './text-versions.js';
import { orderedRanges, type VersionRange } from './version-range.js';

export interface ReadFeed {
  readonly cves: readonly Cve[];
  /** Items of the feed as they came, for who serves it again. */
  readonly items: readonly object[];
  /** One sentence for each item that was skipped, `items[3]: ...`; or why there is no feed at all. */
  readonly problems: readonly string[];
}

const MAX_ITEMS = 5000;
const MAX_PROBLEMS = 100;
const MAX_LIST = 64;
const MAX_DETAILS = 4000;
const MAX_NAME = 100;
const ID = /^CVE-\d{4}-\d{4,19}$/;
const VERSION_TEXT = /^\d{1,9}(?:\.\d{1,9}){0,2}(?:[-+~.][0-9A-Za-z.+~-]{1,60})?$/;
/** Members that would be taken for those of every object. */
const FORBIDDEN: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** Flaws through which a container reaches its node; records of runtimes have no score that would say so. */
const ESCAPES: ReadonlySet<string> = new Set([
  ...['CVE-2024-21626', 'CVE-2025-31133', 'CVE-2025-52565', 'CVE-2025-52881', 'CVE-2021-30465', 'CVE-2019-5736'],
  ...['CVE-2022-23648', 'CVE-2020-15257', 'CVE-2022-0811', 'CVE-2026-53488', 'CVE-2025-47290', 'CVE-2024-10220'],
  ...['CVE-2022-0492', 'CVE-2022-0847', 'CVE-2022-0185', 'CVE-2024-1086', 'CVE-2021-25741', 'CVE-2017-1002101'],
]);

/** `known`: records that say more than an item of the same id may, asked where an item has no extension. */
export function readFeed(document: unknown, known: ReadonlyMap<string, Cve> = new Map()): ReadFeed {
  const lists = listsOf(document);
  if (lists === undefined) {
    return { cves: [], items: [], problems: ['no feed: expected a JSON object with a list "items"'] };
  }
  const cves = new Map<string, Cve>();
  const items: object[] = [];
  const problems: string[] = [];
  for (const { path, list, isRuntime } of lists) {
    for (const [index, item] of list.slice(0, MAX_ITEMS).entries()) {
      const cve = isRuntime ? readRuntime(item) : readItem(item, known);
      if (typeof cve === 'string') problems.push(`${path}[${index}]: ${cve}`);
      else if (cves.has(cve.id)) problems.push(`${path}[${index}]: ${cve.id} is there twice`);
      else {
        cves.set(cve.id, cve);
        if (!isRuntime && isObject(item)) items.push(item);
      }
    }
    if (list.length > MAX_ITEMS) problems.push(`${path}: only the first ${MAX_ITEMS} of ${list.length} are read`);
  }
  const more = problems.length - MAX_PROBLEMS;
  const shown = more > 0 ? [...problems.slice(0, MAX_PROBLEMS), `and ${more} more`] : problems;
  return { cves: [...cves.values()], items, problems: shown };
}

interface ListOfItems {
  readonly path: string;
  readonly list: readonly unknown[];
  readonly isRuntime: boolean;
}

function listsOf(document: unknown): readonly ListOfItems[] | undefined {
  if (Array.isArray(document)) return [{ path: 'items', list: document, isRuntime: false }];
  const lists: ListOfItems[] = [];
  const add = (path: string, list: unknown, isRuntime: boolean): void => {
    if (Array.isArray(list)) lists.push({ path, list, isRuntime });
  };
  add('items', read(document, 'items'), false);
  add('feed.items', read(read(document, 'feed'), 'items'), false);
  add('runtimes', read(document, 'runtimes'), true);
  return lists.length === 0 ? undefined : lists;
}

/** The vulnerability, or what is wrong with the item. */
function readItem(item: unknown, known: ReadonlyMap<string, Cve>): Cve | string {
  const base = readBase(item);
  if (typeof base === 'string') return base;
  const extension = read(item, '_bulkhead');
  const head = { ...base, status: textOf(item, 'status') };
  if (extension !== undefined) {
    const rest = readExtension(extension, base.id);
    return typeof rest === 'string' ? rest : { ...head, ...rest };
  }
  const more = known.get(base.id);
  if (more !== undefined) return { ...more, ...head, summary: base.summary || more.summary };
  return {
    ...head,
    score: null,
    vector: '',
    isEscape: false,
    components: versionsFromText(textOf(item, 'content_text')).map(({ name, ranges }) => ({
      name,
      ranges: orderedRanges(ranges),
    })),
    conditions: [],
    mitigations: [],
    confidence: 'versions are those of the text of the announcement',
  };
}

function readRuntime(item: unknown): Cve | string {
  const base = readBase(item);
  if (typeof base === 'string') return base;
  const rest = readExtension(item, base.id);
  return typeof rest === 'string' ? rest : { ...base, status: '', ...rest };
}

type Base = Pick<Cve, 'id' | 'summary' | 'details' | 'url' | 'published'>;

function readBase(item: unknown): Base | string {
  if (!isObject(item)) return 'no object';
  const strange = FORBIDDEN.find((name) => Object.hasOwn(item, name));
  if (strange !== undefined) return `has a member ${JSON.stringify(strange)}`;
  const id = read(item, 'id');
  if (typeof id !== 'string' || !ID.test(id)) return 'id is no CVE-YYYY-NNNN';
  for (const name of ['content_text', 'summary', 'date_published', 'external_url', 'status']) {
    const value = read(item, name);
    if (value !== undefined && typeof value !== 'string') return `${id}: ${name} is no text`;
  }
  const url = read(item, 'url') ?? null;
  if (url !== null && typeof url !== 'string') return `${id}: url is no text`;
  return {
    id,
    summary: textOf(item, 'summary').slice(0, MAX_DETAILS),
    details: textOf(item, 'content_text').slice(0, MAX_DETAILS),
    url: pageOf(url, textOf(item, 'external_url'), id),
    published: textOf(item, 'date_published').slice(0, 10),
  };
}

/** Only pages: a feed could name a script for whoever clicks. */
function pageOf(url: string | null, external: string, id: string): string {
  const page = [url ?? '', external].find((text) =>
    /^https:\/\/[!#$%&()*+,./0-9:;=?@A-Z[\]_a-z{|}~-]{1,500}$/.test(text),
  );
  return page ?? `https://www.cve.org/cverecord?id=${id}`;
}

/** A record of something beside Kubernetes says here what it means for a cluster: a condition, not a mitigation. */
const IMPACT = 'kubernetesImpact';

const impactConditions = (text: string): readonly CveCondition[] =>
  text === '' ? [] : [{ text, check: { kind: 'manual', isUsual: !text.startsWith('none unless') } }];

type Extension = Pick<
  Cve,
  'score' | 'vector' | 'isEscape' | 'components' | 'conditions' | 'mitigations' | 'confidence'
>;

function readExtension(extension: unknown, id: string): Extension | string {
  if (!isObject(extension)) return `${id}: _bulkhead is no object`;
  const components = readComponents(read(extension, 'components'));
  if (typeof components === 'string') return `${id}: ${components}`;
  const score = read(read(extension, 'cvss'), 'score') ?? null;
  if (score !== null && (typeof score !== 'number' || score < 0 || score > 10)) return `${id}: cvss.score is no score`;
  const conditions = read(extension, 'conditions') ?? [];
  const checks = read(extension, 'checks') ?? [];
  if (!isListOfTexts(conditions)) return `${id}: conditions is no list of texts`;
  if (!Array.isArray(checks)) return `${id}: checks is no list`;
  return {
    score,
    vector: textOf(read(extension, 'cvss'), 'vector'),
    isEscape: ESCAPES.has(id),
    components,
    conditions: [
      ...readConditions(conditions.slice(0, MAX_LIST), checks.slice(0, MAX_LIST)),
      ...impactConditions(textOf(read(extension, 'mitigations'), IMPACT)),
    ],
    mitigations: readMitigations(read(extension, 'mitigations')),
    confidence: textOf(extension, 'confidence') === 'confirmed' ? '' : textOf(extension, 'confidence'),
  };
}

function readComponents(components: unknown): readonly CveComponent[] | string {
  if (!Array.isArray(components) || components.length > MAX_LIST) return 'components is no list';
  const byName = new Map<string, VersionRange[]>();
  for (const component of components) {
    // A record may join what two ecosystems say of one component.
    const name = textOf(component, 'name').replace('(custom)', '');
    const ranges = read(component, 'ranges');
    if (name === '' || name.length > MAX_NAME || !Array.isArray(ranges) || ranges.length > MAX_LIST)
      return 'a component has no name or ranges';
    const list = ranges.map(readRange);
    const valid = list.filter((range) => range !== undefined);
    if (valid.length < list.length || valid.length === 0) return `the ranges of ${name} are no versions`;
    byName.set(name, [...(byName.get(name) ?? []), ...valid]);
  }
  return [...byName].map(([name, ranges]) => ({ name, ranges: orderedRanges(ranges) }));
}

function readRange(range: unknown): VersionRange | undefined {
  const introduced = read(range, 'introduced') ?? '0';
  const fixed = read(range, 'fixed');
  const lastAffected = read(range, 'last_affected');
  if (!isVersion(introduced)) return undefined;
  if (fixed !== undefined) return isVersion(fixed) ? { introduced, fixed } : undefined;
  if (lastAffected !== undefined) return isVersion(lastAffected) ? { introduced, lastAffected } : undefined;
  return { introduced };
}

const isVersion = (value: unknown): value is string =>
  typeof value === 'string' && value.length < 80 && VERSION_TEXT.test(value);

function readMitigations(mitigations: unknown): readonly CveMitigation[] {
  if (!isObject(mitigations)) return [];
  return Object.entries(mitigations)
    .slice(0, MAX_LIST)
    .flatMap(([name, effect]): CveMitigation[] => {
      if (name === IMPACT) return [];
      if (typeof effect === 'string') return [{ name, effect }];
      return isListOfTexts(effect) ? effect.map((text) => ({ name: text, effect: 'yes' })) : [];
    });
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown, name: string): string => text(read(value, name));

const isListOfTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
