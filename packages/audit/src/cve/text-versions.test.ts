import { describe, expect, it } from 'vitest';
import { versionsFromText } from './text-versions.js';

const AFFECTED = '### Am I vulnerable?\n\n#### Affected Versions\n\n';

describe('versions in announcements', () => {
  it('are read where every line is understood', () => {
    const text = `${AFFECTED}- kubelet v1.30.0 to v1.30.2\r\n- kubelet: v1.29.0 - v1.29.6\n* Kubelet <= v1.28.11\n- kube-proxy v1.31.0\n- kube-apiserver < v1.29.4\n\n#### Fixed Versions\n- kubelet v1.31.0\n`;
    expect(versionsFromText(text)).toEqual([
      {
        name: 'kubelet',
        ranges: [
          { introduced: '1.30.0', lastAffected: '1.30.2' },
          { introduced: '1.29.0', lastAffected: '1.29.6' },
          { introduced: '0', lastAffected: '1.28.11' },
        ],
      },
      { name: 'kube-proxy', ranges: [{ introduced: '1.31.0', lastAffected: '1.31.0' }] },
      { name: 'kube-apiserver', ranges: [{ introduced: '0', fixed: '1.29.4' }] },
    ]);
  });

  it.each([
    ['no component', `${AFFECTED}v1.27.0 - v1.27.1\n<= v1.24.13\n`],
    ['one line that is not understood', `${AFFECTED}- kubelet v1.30.0 to v1.30.2\n- all versions on Windows\n`],
    ['an unknown component', `${AFFECTED}- frobnicator v1.30.0\n`],
    ['no heading', '- kubelet v1.30.0 to v1.30.2\n'],
    ['a sentence with the words', 'The affected versions are many.\n- kubelet v1.30.0\n'],
    ['nothing', ''],
    ['a line without end', `${AFFECTED}- kubelet ${'1.'.repeat(100_000)}\n`],
  ])('say nothing with %s', (_, text) => {
    expect(versionsFromText(text)).toEqual([]);
  });
});
