import { describe, expect, it } from 'vitest';
import { builtInCves } from './built-in-feed.js';
import { readFeed } from './feed-reader.js';

const item = (more: object = {}): object => ({
  id: 'CVE-2030-0001',
  content_text: 'text',
  summary: 'summary',
  date_published: '2030-01-02T00:00:00Z',
  url: 'https://example.org/1',
  status: 'open',
  ...more,
});
const extension = (more: object = {}): object =>
  item({ _bulkhead: { components: [{ name: 'kubelet', ranges: [{ introduced: '0', fixed: '1.40.1' }] }], ...more } });

describe('a feed', () => {
  it.each([
    ['the official shape', { items: [item()] }],
    ['a list of items', [item()]],
    ['a document with runtimes', { feed: { items: [item()] }, runtimes: [] }],
  ])('is read in %s', (_, document) => {
    const { cves, items, problems } = readFeed(document);
    expect(problems).toEqual([]);
    expect(items).toHaveLength(1);
    expect(cves).toMatchObject([{ id: 'CVE-2030-0001', published: '2030-01-02', status: 'open', score: null }]);
  });

  it.each([
    ['no object', 17],
    ['null', null],
    ['an item list that is none', { items: 'x' }],
  ])('is refused when it is %s', (_, document) => {
    expect(readFeed(document).problems).toEqual(['no feed: expected a JSON object with a list "items"']);
  });

  it.each([
    ['a text as an item', 'CVE-2030-0001', 'no object'],
    ['an id of another kind', item({ id: 'GHSA-1' }), 'id is no CVE-YYYY-NNNN'],
    [
      'a prototype key',
      JSON.parse('{"__proto__": {"polluted": 1}, "id": "CVE-2030-0001"}'),
      'has a member "__proto__"',
    ],
    ['a constructor', item({ constructor: {} }), 'has a member "constructor"'],
    ['a number as a text', item({ summary: 5 }), 'CVE-2030-0001: summary is no text'],
    ['a list as a url', item({ url: [] }), 'CVE-2030-0001: url is no text'],
    ['an extension that is none', item({ _bulkhead: 'x' }), 'CVE-2030-0001: _bulkhead is no object'],
    ['no components', extension({ components: 1 }), 'CVE-2030-0001: components is no list'],
    [
      'a pattern as a version',
      extension({ components: [{ name: 'kubelet', ranges: [{ introduced: '(a+)+$' }] }] }),
      'CVE-2030-0001: the ranges of kubelet are no versions',
    ],
    ['a score beyond ten', extension({ cvss: { score: 99 } }), 'CVE-2030-0001: cvss.score is no score'],
    ['conditions that are no texts', extension({ conditions: [{}] }), 'CVE-2030-0001: conditions is no list of texts'],
  ])('is read without %s', (_, bad, message) => {
    const { cves, problems } = readFeed({ items: [bad, item({ id: 'CVE-2030-0002' })] });
    expect(problems).toEqual([`items[0]: ${message}`]);
    expect(cves.map(({ id }) => id)).toEqual(['CVE-2030-0002']);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('is bounded', () => {
    const { cves, problems } = readFeed({ items: Array.from({ length: 6000 }, () => ({})) });
    expect(cves).toEqual([]);
    expect(problems).toHaveLength(101);
  });

  it('names a page and nothing else', () => {
    for (const url of [
      'javascript:alert(1)',
      'http://example.org/',
      'https://example.org/\u001b[2J',
      'https://a.org/"',
    ]) {
      const [cve] = readFeed([item({ url })]).cves;
      expect(cve?.url).toBe('https://www.cve.org/cverecord?id=CVE-2030-0001');
    }
  });

  it('keeps what is known of an id that it says less of', () => {
    const known = new Map(builtInCves().map((cve) => [cve.id, cve]));
    const [cve] = readFeed([item({ id: 'CVE-2024-10220', status: 'unfixed' })], known).cves;
    expect(cve).toMatchObject({ status: 'unfixed', score: 8.1, summary: 'summary', components: [{ name: 'kubelet' }] });
  });
});
