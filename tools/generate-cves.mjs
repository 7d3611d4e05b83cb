// Writes packages/audit/src/generated/cve-feed.ts from ../shared/data/cve-feed.json: the Kubernetes CVE feed with its
// ranges, conditions and mitigations, and the CVEs of container runtimes, kernels and etcd beside it.
import { compact, GENERATED, templateLiteral } from './generated-text.mjs';

const HEADER = `//
// JSON text: { "feed": members of the feed but its items, "items": [...], "runtimes": [...] }, an item a line. What
// follows from the id, the issue and the day is left out of items; packages/audit/src/cve/built-in-feed.ts adds it again:
//   id, issue   the CVE and the number of its issue at kubernetes/kubernetes, null where there is none
//   day         date_published, at midnight UTC
//   summary     and text, the content_text; left out when it is the summary
//   status      left out when it is "fixed"
//   official    0: the official feed has no such item
//   x           the extension _bulkhead, without officialFeed`;

const page = (id) => `https://www.cve.org/cverecord?id=${id}`;

function itemOf(item) {
  const { _bulkhead: extension, _kubernetes_io: kubernetes, id } = item;
  const { officialFeed, ...rest } = extension;
  const derived = [
    [item.external_url, page(id)],
    [item.url, kubernetes.issue_number && `https://github.com/kubernetes/kubernetes/issues/${kubernetes.issue_number}`],
    [kubernetes.google_group_url, `https://groups.google.com/g/kubernetes-announce/search?q=${id}`],
    [item.date_published.slice(10), 'T00:00:00Z'],
  ];
  const strange = derived.find(([value, expected]) => value !== expected);
  if (strange) throw new Error(`${id}: ${strange[0]} does not follow from the item`);
  return compact({
    id,
    issue: kubernetes.issue_number,
    day: item.date_published.slice(0, 10),
    summary: item.summary,
    text: item.content_text === item.summary ? undefined : item.content_text,
    status: item.status === 'fixed' ? undefined : item.status,
    official: officialFeed ? undefined : 0,
    x: rest,
  });
}

function runtimeOf({ url, content_text: text, ...entry }) {
  if (url !== page(entry.id)) throw new Error(`${entry.id}: ${url} does not follow from the id`);
  return compact({ ...entry, text: text === entry.summary ? undefined : text });
}

const lines = (items) => `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`;

/** Files by their path from the project's root. `readShared` reads a JSON file of ../shared/data. */
export function generateCves(readShared) {
  const { feed, runtimes } = readShared('cve-feed.json');
  const { items, ...members } = feed;
  const text = `{"feed":${JSON.stringify(members)},\n"items":${lines(items.map(itemOf))},\n"runtimes":${lines(runtimes.map(runtimeOf))}}`;
  const source = `${GENERATED}\n${HEADER}\nexport const cveFeedText: string = ${templateLiteral(text)};\n`;
  return new Map([['packages/audit/src/generated/cve-feed.ts', source]]);
}
