import { describe, expect, it } from 'vitest';
import { builtInCves, builtInFeed } from './built-in-feed.js';

describe('the built-in feed', () => {
  it('has the shape of the official one', () => {
    const feed = builtInFeed();
    expect(Object.keys(feed)).toEqual([
      ...['version', 'title', 'home_page_url', 'feed_url', 'description', 'authors', '_kubernetes_io', 'items'],
    ]);
    expect(feed['version']).toBe('https://jsonfeed.org/version/1.1');
    for (const item of feed.items) {
      expect(Object.keys(item)).toEqual([
        ...['content_text', 'date_published', 'external_url', 'id', 'summary', 'url', '_kubernetes_io', 'status'],
        '_bulkhead',
      ]);
    }
  });

  it('is read whole, each record with versions but those without details', () => {
    const cves = builtInCves();
    expect(cves).toHaveLength(builtInFeed().items.length + 50 + 2);
    expect(cves.filter(({ components }) => components.length === 0).map(({ id }) => id)).toEqual([
      'CVE-2026-76654',
      'CVE-2026-2270',
    ]);
  });

  it('names only checks that are understood', () => {
    const manual = builtInCves().flatMap(({ conditions }) =>
      conditions.filter(({ check }) => check.kind === 'manual').map(({ text }) => text),
    );
    // Words that a check could answer would show here.
    expect(manual.filter((text) => /\bgate\b|^-|=/.test(text))).toEqual(['kube-proxy/kubelet route_localnet=1']);
  });
});
