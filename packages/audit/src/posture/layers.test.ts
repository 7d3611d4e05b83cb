import { describe, expect, it } from 'vitest';
import { finding } from '../reporters/report.test-support.js';
import { countGains, gainsText } from './gain-text.js';
import { isSilent, layerPostures, layerText } from './layers.js';

const texts = (kinds: Record<string, number>, findings = [finding({})]) =>
  Object.fromEntries(
    layerPostures(new Map(Object.entries(kinds)), findings).map((posture) => [posture.layer, layerText(posture)]),
  );

describe('layers', () => {
  it('says of each layer whether the input speaks of it', () => {
    expect(texts({ Deployment: 2, Role: 1, NetworkPolicy: 1 })).toEqual({
      cloud: 'nothing in this input speaks of it: add Node objects and kubelet configuration',
      cluster:
        'no findings; nothing said of namespaces, admission and control plane: add namespaces, admission policies and control plane configuration',
      container: '1 finding',
      code: 'no findings in manifests; the source of applications is not looked at',
    });
  });

  it('is silent about everything when nothing was read', () => {
    expect(layerPostures(new Map(), []).every(isSilent)).toBe(true);
    expect(texts({}, []).code).toBe('nothing in this input speaks of it: add manifests');
  });

  it('leaves exceptions out', () => {
    const ignored = { by: 'annotation', reason: 'x', source: 'y' } as const;
    expect(texts({ Pod: 1 }, [finding({ ignored })]).container).toBe('no findings');
    expect(countGains([finding({ ignored })]).node).toBe(0);
  });
});

describe('gains', () => {
  it('come with the most first, and nothing is nothing', () => {
    const counts = countGains([
      ...[finding({ gains: 'workload' }), finding({ gains: 'cluster' }), finding({ gains: 'nothing' })],
      finding({ gains: 'workload' }),
    ]);
    expect(gainsText(counts)).toBe('the whole cluster (1), a workload (2)');
    expect(gainsText(countGains([]))).toBe('');
  });
});
