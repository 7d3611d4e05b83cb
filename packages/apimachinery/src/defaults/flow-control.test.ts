import { describe, expect, it } from 'vitest';
import type { Minor } from '../version.js';
import { applyDefaults } from './apply-defaults.js';
import { KEEP_ZERO_SHARES } from './flow-control.js';

const GROUP = 'flowcontrol.apiserver.k8s.io';
const kept = { metadata: { annotations: { [KEEP_ZERO_SHARES]: '' } } };
const limited = (fields: object) => ({ spec: { limited: fields } });
const nominal = (nominalConcurrencyShares: number) => limited({ nominalConcurrencyShares, lendablePercent: 0 });
const zero = limited({ nominalConcurrencyShares: 0 });

describe('defaults of flow control', () => {
  it.each<[string, string, Minor, object, object]>([
    ['v1', 'FlowSchema', 35, {}, { spec: { matchingPrecedence: 1000 } }],
    ['v1beta2', 'FlowSchema', 27, { spec: { matchingPrecedence: 0 } }, { spec: { matchingPrecedence: 1000 } }],
    ['v1', 'PriorityLevelConfiguration', 35, {}, {}],
    ['v1', 'PriorityLevelConfiguration', 35, limited({}), nominal(30)],
    ['v1', 'PriorityLevelConfiguration', 35, zero, nominal(0)],
    ['v1beta3', 'PriorityLevelConfiguration', 31, zero, nominal(30)],
    ['v1beta3', 'PriorityLevelConfiguration', 28, { ...kept, ...zero }, { ...kept, ...nominal(30) }],
    ['v1beta3', 'PriorityLevelConfiguration', 29, { ...kept, ...zero }, { ...kept, ...nominal(0) }],
    [
      'v1beta2',
      'PriorityLevelConfiguration',
      28,
      limited({ limitResponse: { type: 'Queue', queuing: { queues: 5 } } }),
      limited({
        assuredConcurrencyShares: 30,
        lendablePercent: 0,
        limitResponse: { type: 'Queue', queuing: { queues: 5, handSize: 8, queueLengthLimit: 50 } },
      }),
    ],
    [
      'v1',
      'PriorityLevelConfiguration',
      35,
      { spec: { type: 'Exempt', exempt: {} } },
      { spec: { type: 'Exempt', exempt: { nominalConcurrencyShares: 0, lendablePercent: 0 } } },
    ],
  ])('%s %s of 1.%i %j', (version, kind, minor, object, expected) => {
    const type = { apiVersion: `${GROUP}/${version}`, kind };
    const profile = { minor, enabled: () => false };
    expect(applyDefaults<object>({ ...type, ...object }, profile)).toEqual({ ...type, ...expected });
  });
});
