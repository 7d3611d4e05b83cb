/** Pictures of hostile names and of many workloads. */
import { NetworkModel, reachability } from '@bulkhead/engine/network-policy';
import { defaultProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import { connectionList } from '../connection-list.js';
import { dotPicture } from './dot.js';
import { htmlPicture } from './html.js';
import { pictureOfList } from './picture.js';

const pod = (namespace: string, name: string, app: string): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace, name, labels: { app } },
  spec: { containers: [] },
});

function listOf(objects: readonly object[]) {
  const model = new NetworkModel(objects, { profile: defaultProfile(35) });
  return connectionList(model, reachability(model), { from: undefined, to: undefined });
}

describe('pictures', () => {
  it('let no name out of its place', () => {
    const name = `"><script>alert('x')</script>&\n\\`;
    const picture = pictureOfList(listOf([pod(name, name, 'a'), pod('b', 'c', 'd')]));
    const html = [...htmlPicture(picture, '1.35')].join('');
    expect(html).not.toContain('<script');
    expect(html).toContain('&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;');
    for (const line of [...dotPicture(picture)].join('').split('\n')) {
      const outside = line.replaceAll(/"(?:[^"\\]|\\.)*"/g, '');
      expect(outside).not.toMatch(/["<]|script/);
    }
  });

  it('draw as one what policies treat alike once there are many', () => {
    const pods = Array.from({ length: 300 }, (_, index) => pod('shop', `pod-${index}`, 'a'));
    const { nodes, note } = pictureOfList(listOf(pods));
    expect(nodes.map(({ label }) => label)).toEqual(['0.0.0.0/0', 'pod-0 +299']);
    expect(note).toBe('workloads that policies treat alike are drawn as one');
  });

  it('say that nothing connects', () => {
    expect([...htmlPicture({ nodes: [], edges: [], note: '' }, '1.35')].join('')).toContain('No connections.');
  });
});
