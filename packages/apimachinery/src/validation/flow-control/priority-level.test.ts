import { describe, expect, it } from 'vitest';
import { formatFieldError } from '../../field-error.js';
import { validateObjectUpdate } from '../update/validate-update.js';
import { at, type Case, describeValidation, type Fields } from '../validation.test-support.js';

const GROUP = 'flowcontrol.apiserver.k8s.io';
const KEEP_ZERO = 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares';
const LIMITED = 'spec.limited';
const QUEUING = `${LIMITED}.limitResponse.queuing`;
const TYPE = "type must be 'Exempt' if and only if name is 'exempt'";

const level = {
  apiVersion: `${GROUP}/v1`,
  kind: 'PriorityLevelConfiguration',
  metadata: { name: 'a' },
  spec: { type: 'Limited', limited: { limitResponse: { type: 'Queue', queuing: {} } } },
};
const reject = { limitResponse: { type: 'Reject' } };

const SPECS: readonly Case[] = [
  ['no spec', { spec: undefined }, ['spec.type: Unsupported value: "": supported values: "Exempt", "Limited"']],
  [
    'a level that calls itself exempt',
    { spec: { type: 'Exempt' } },
    [`spec.type: Invalid value: "Exempt": ${TYPE}`, 'spec.limited: Forbidden: must be nil if the type is not Limited'],
  ],
  [
    'a limit of nothing',
    { spec: { type: 'Limited', limited: undefined, exempt: {} } },
    {
      27: ['spec.limited: Required value: must not be empty when type is Limited'],
      28: [
        'spec.exempt: Forbidden: must be nil if the type is Limited',
        'spec.limited: Required value: must not be empty when type is Limited',
      ],
    },
  ],
  [
    'no response',
    at('spec.limited', { limitResponse: undefined }),
    [`${LIMITED}.limitResponse.type: Unsupported value: "": supported values: "Queue", "Reject"`],
  ],
  [
    'shares below zero',
    at('spec.limited.nominalConcurrencyShares', -5),
    {
      27: [`${LIMITED}.nominalConcurrencyShares: Invalid value: -5: must be positive`],
      30: [`${LIMITED}.nominalConcurrencyShares: Invalid value: -5: must be a non-negative integer`],
    },
  ],
  [
    'no shares',
    at('spec.limited.nominalConcurrencyShares', 0),
    { 27: [`${LIMITED}.nominalConcurrencyShares: Invalid value: 0: must be positive`], 30: [] },
  ],
  [
    'percentages out of range, behind the response',
    at('spec.limited', { lendablePercent: 101, borrowingLimitPercent: -1, limitResponse: { type: 'Reject' } }),
    [
      `${QUEUING}: Forbidden: must be nil if limited.limitResponse.type is not Limited`,
      `${LIMITED}.lendablePercent: Invalid value: 101: must be between 0 and 100, inclusive`,
      `${LIMITED}.borrowingLimitPercent: Invalid value: -1: if specified, must be a non-negative integer`,
    ],
  ],
  [
    'the annotation of an old version',
    at('metadata.annotations', { [KEEP_ZERO]: '' }),
    { 27: [], 29: [`metadata.annotations: Forbidden: annotation '${KEEP_ZERO}' is forbidden`] },
  ],
];

const queuing = (queues: number, handSize: number, queueLengthLimit = 50): Fields =>
  at('spec.limited.limitResponse.queuing', { queues, handSize, queueLengthLimit });
const bits = (queues: number, handSize: number): string =>
  `${QUEUING}.handSize: Invalid value: ${handSize}: required entropy bits of deckSize ${queues} and handSize ${handSize} should not be greater than 60`;

const QUEUES: readonly Case[] = [
  [
    'no queues',
    at('spec.limited.limitResponse.queuing', undefined),
    [`${QUEUING}: Required value: must not be empty if limited.limitResponse.type is Limited`],
  ],
  [
    'everything below zero',
    queuing(-1, -1, -1),
    [
      `${QUEUING}.queueLengthLimit: Invalid value: -1: must be positive`,
      `${QUEUING}.queues: Invalid value: -1: must be positive`,
      `${QUEUING}.handSize: Invalid value: -1: must be positive`,
    ],
  ],
  [
    'more hands than queues',
    queuing(7, 8),
    [`${QUEUING}.handSize: Invalid value: 8: should not be greater than queues (7)`],
  ],
  ['as many bits as there are', queuing(1024, 6), []],
  ['as many bits of small decks', queuing(8, 8), []],
  ['as many queues as may be', queuing(10_000_000, 2), []],
  ['too many bits', queuing(1025, 6), [bits(1025, 6)]],
  ['too many bits of upstream', queuing(128, 10), [bits(128, 10)]],
  [
    'too many queues',
    queuing(2_147_483_647, 3),
    [`${QUEUING}.queues: Invalid value: 2147483647: must not be greater than 10000000`, bits(2_147_483_647, 3)],
  ],
];

const OLD: readonly Case[] = [
  [
    'shares below zero',
    at('spec.limited.assuredConcurrencyShares', -5),
    {
      27: [`${LIMITED}.assuredConcurrencyShares: Invalid value: -5: must be positive`],
      30: [`${LIMITED}.assuredConcurrencyShares: Invalid value: -5: must be a non-negative integer`],
    },
  ],
];

const exempt = { ...level, metadata: { name: 'exempt' }, spec: { type: 'Exempt' } };
const BUT = "except the 'spec.exempt' field must equal the fixed value";

const EXEMPT: readonly Case[] = [
  ['what it lends', at('spec.exempt', { nominalConcurrencyShares: 10, lendablePercent: 50 }), { 28: [] }],
  [
    'what it cannot lend',
    at('spec.exempt', { nominalConcurrencyShares: -1, lendablePercent: 101 }),
    {
      28: [
        'spec.exempt.nominalConcurrencyShares: Invalid value: -1: must be a non-negative integer',
        'spec.exempt.lendablePercent: Invalid value: 101: must be between 0 and 100, inclusive',
      ],
    },
  ],
  [
    'a limit',
    { spec: { type: 'Limited', limited: reject } },
    {
      27: [
        `spec.type: Invalid value: "Limited": ${TYPE}`,
        `spec: Invalid value: flowcontrol.PriorityLevelConfigurationSpec{Type:"Limited", Limited:(*flowcontrol.LimitedPriorityLevelConfiguration)(0xc000000000)}: spec of 'exempt' must equal the fixed value`,
      ],
      28: [
        `spec.type: Invalid value: "Limited": ${TYPE}`,
        `spec: Invalid value: flowcontrol.PriorityLevelConfigurationSpec{Type:"Limited", Limited:(*flowcontrol.LimitedPriorityLevelConfiguration)(0xc000000000), Exempt:(*flowcontrol.ExemptPriorityLevelConfiguration)(nil)}: spec of 'exempt' ${BUT}`,
      ],
      34: [
        `spec.type: Invalid value: "Limited": ${TYPE}`,
        `spec: Invalid value: {"Type":"Limited","Limited":{"NominalConcurrencyShares":30,"LimitResponse":{"Type":"Reject","Queuing":null},"LendablePercent":0,"BorrowingLimitPercent":null},"Exempt":null}: spec of 'exempt' ${BUT}`,
      ],
    },
  ],
];

const catchAll = {
  ...level,
  metadata: { name: 'catch-all' },
  spec: { type: 'Limited', limited: { ...reject, nominalConcurrencyShares: 5 } },
};

const CATCH_ALL: readonly Case[] = [
  [
    'other shares',
    at('spec.limited.nominalConcurrencyShares', 6),
    {
      34: [
        `spec: Invalid value: {"Type":"Limited","Limited":{"NominalConcurrencyShares":6,"LimitResponse":{"Type":"Reject","Queuing":null},"LendablePercent":0,"BorrowingLimitPercent":null},"Exempt":null}: spec of 'catch-all' must equal the fixed value`,
      ],
    },
  ],
];

const oldLimited = { ...reject, assuredConcurrencyShares: 5 };

describeValidation('a PriorityLevelConfiguration', level, SPECS);
describeValidation('queues of a PriorityLevelConfiguration', level, QUEUES);
describeValidation('an old PriorityLevelConfiguration', { ...level, apiVersion: `${GROUP}/v1beta2` }, OLD);
describeValidation('the PriorityLevelConfiguration exempt', exempt, EXEMPT);
describeValidation('the PriorityLevelConfiguration catch-all', catchAll, CATCH_ALL);
describeValidation(
  'the PriorityLevelConfiguration catch-all of an old version',
  { ...catchAll, apiVersion: `${GROUP}/v1beta2`, spec: { type: 'Limited', limited: oldLimited } },
  [],
);
describeValidation(
  'a PriorityLevelConfiguration of v1beta3 with the annotation',
  {
    ...level,
    apiVersion: `${GROUP}/v1beta3`,
    metadata: { name: 'a', annotations: { [KEEP_ZERO]: '' } },
    spec: { type: 'Limited', limited: { ...reject, nominalConcurrencyShares: 1 } },
  },
  [
    [
      'no shares',
      at('spec.limited.nominalConcurrencyShares', 0),
      {
        27: [],
        29: [`${LIMITED}.nominalConcurrencyShares: Invalid value: 0: must be positive`],
        30: [],
      },
    ],
  ],
);

describe('a changed PriorityLevelConfiguration', () => {
  const update = (object: Fields, subresource = ''): readonly string[] => {
    const metadata = { name: 'a', resourceVersion: '1', ...(object['metadata'] as object) };
    const context = { profile: { minor: 35, enabled: () => false }, subresource };
    const old = { ...level, metadata: { name: 'a', resourceVersion: '1' } };
    const errors = validateObjectUpdate({ ...level, ...object, metadata }, old, context);
    return errors.map((error) => formatFieldError(error, 35));
  };

  it('is looked at as a new one', () => {
    const spec = { type: 'Limited', limited: { ...reject, nominalConcurrencyShares: -5 } };
    expect(update({ spec })).toEqual([
      `${LIMITED}.nominalConcurrencyShares: Invalid value: -5: must be a non-negative integer`,
    ]);
  });

  it('has one condition of each type', () => {
    const status = { conditions: [{ type: 'A' }, { type: '' }, { type: 'A' }] };
    expect(update({ status }, 'status')).toEqual([
      'status.conditions[1].type: Required value: must not be empty',
      'status.conditions[2].type: Duplicate value: "A"',
    ]);
  });
});
