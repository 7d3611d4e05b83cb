/**
 * The feed that the product carries, in the shape of KEP-3203: JSON Feed 1.1, the keys of items in the order of the
 * official feed, `_kubernetes_io`, and the extension `_bulkhead` with ranges, conditions and mitigations.
 *
 * Source: kubernetes/sig-security, sig-security-tooling/cve-feed/hack/fetch-official-cve-feed.py. The table is one JSON
 * text that is parsed at the first question.
 */
import { cveFeedText } from '../generated/cve-feed.js';
import type { Cve } from './cve.js';
import { readFeed } from './feed-reader.js';

/** A document of JSON Feed 1.1. */
export interface FeedDocument {
  readonly items: readonly object[];
  readonly [member: string]: unknown;
}

/** An item of the generated table; the letters are explained there. */
interface Entry {
  readonly id: string;
  readonly issue: number | null;
  readonly day: string;
  readonly summary: string;
  readonly text?: string;
  readonly status?: string;
  readonly official?: 0;
  readonly x: object;
}

interface Table {
  readonly feed: Readonly<Record<string, unknown>>;
  readonly items: readonly Entry[];
  readonly runtimes: readonly { readonly summary: string; readonly text?: string }[];
}

/** Announced, but without any details when this feed was made. */
const PLACEHOLDERS: ReadonlyMap<string, number> = new Map([
  ['CVE-2026-76654', 142_098],
  ['CVE-2026-2270', 142_097],
]);

let table: Table | undefined;
let cves: readonly Cve[] | undefined;

const parsed = (): Table => (table ??= JSON.parse(cveFeedText) as Table);

/** The feed as it is served. */
export function builtInFeed(): FeedDocument {
  const { feed, items } = parsed();
  return { ...feed, items: items.map(feedItem) };
}

/** All vulnerabilities that the product knows: of the feed, then of runtimes, kernels and etcd. */
export function builtInCves(): readonly Cve[] {
  if (cves === undefined) {
    const runtimes = parsed().runtimes.map(({ text, ...runtime }) => ({
      ...runtime,
      content_text: text ?? runtime.summary,
    }));
    const read = readFeed({ items: builtInFeed().items, runtimes });
    if (read.problems.length > 0) throw new Error(`the built-in feed: ${read.problems.join('; ')}`);
    cves = [...read.cves, ...[...PLACEHOLDERS].map(placeholder)];
  }
  return cves;
}

function feedItem({ id, issue, day, summary, text, status, official, x }: Entry): object {
  return {
    content_text: text ?? summary,
    date_published: `${day}T00:00:00Z`,
    external_url: `https://www.cve.org/cverecord?id=${id}`,
    id,
    summary,
    url: issue === null ? null : `https://github.com/kubernetes/kubernetes/issues/${issue}`,
    _kubernetes_io: {
      google_group_url: `https://groups.google.com/g/kubernetes-announce/search?q=${id}`,
      issue_number: issue,
    },
    status: status ?? 'fixed',
    _bulkhead: { officialFeed: official === undefined, ...x },
  };
}

const placeholder = ([id, issue]: readonly [string, number]): Cve => ({
  id,
  summary: 'no details published yet',
  details: '',
  url: `https://github.com/kubernetes/kubernetes/issues/${issue}`,
  published: '2026-09-14',
  status: 'open',
  score: null,
  vector: '',
  isEscape: false,
  components: [],
  conditions: [],
  mitigations: [],
  confidence: 'announced without details',
});
