import { at, type Case, describeValidation, type Fields } from '../validation.test-support.js';

const pod = { restartPolicy: 'Never', containers: [{ name: 'app', image: 'app:1' }] };
const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'once' }, spec: { template: { spec: pod } } };
const spec = (change: Fields): Fields => ({ spec: change });
const indexed = (change: Fields): Fields => spec({ completionMode: 'Indexed', completions: 3, ...change });

const NUMBERS: readonly Case[] = [
  [
    'fewer than none',
    spec({
      parallelism: -1,
      completions: -1,
      activeDeadlineSeconds: -1,
      backoffLimit: -1,
      ttlSecondsAfterFinished: -1,
    }),
    ['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished'].map(
      (field) => `spec.${field}: Invalid value: -1: must be greater than or equal to 0`,
    ),
  ],
  [
    'an unknown mode',
    spec({ completionMode: 'Random' }),
    ['spec.completionMode: Unsupported value: "Random": supported values: "NonIndexed", "Indexed"'],
  ],
  [
    'indexes without a number',
    spec({ completionMode: 'Indexed', parallelism: 2 }),
    ['spec.completions: Required value: when completion mode is Indexed'],
  ],
  [
    'more at once than indexes allow',
    indexed({ parallelism: 100_001 }),
    ['spec.parallelism: Invalid value: 100001: must be less than or equal to 100000 when completion mode is Indexed'],
  ],
  [
    'a name too long for the host names of its pods',
    { metadata: { name: 'a'.repeat(62) }, ...indexed({}) },
    [
      `metadata.name: Invalid value: "${'a'.repeat(62)}": will not able to create pod with invalid DNS label: ${'a'.repeat(62)}-2`,
    ],
  ],
  [
    'limits for indexes that there are none of',
    spec({ backoffLimitPerIndex: 1, maxFailedIndexes: 1 }),
    {
      33: [
        'spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode',
        'spec.maxFailedIndexes: Invalid value: 1: requires indexed completion mode',
      ],
    },
  ],
  [
    'more failures than indexes, and no limit for each',
    indexed({ maxFailedIndexes: 4 }),
    {
      33: [
        'spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified',
        'spec.maxFailedIndexes: Invalid value: 4: must be less than or equal to completions',
      ],
    },
  ],
  [
    'very many indexes',
    indexed({ completions: 100_001, parallelism: 10_001, backoffLimitPerIndex: 1 }),
    {
      33: [
        'spec.maxFailedIndexes: Required value: must be specified when completions is above 100000',
        'spec.parallelism: Invalid value: 10001: must be less than or equal to 10000 when completions are above 100000 and used with backoff limit per index',
      ],
    },
  ],
];

const PODS: readonly Case[] = [
  [
    'pods that run for ever',
    at('spec.template.spec.restartPolicy', 'Always'),
    ['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
  ],
  [
    'a manager without domain',
    spec({ managedBy: 'me' }),
    { 35: ['spec.managedBy: Invalid value: "me": must be a domain-prefixed path (such as "acme.io/foo")'] },
  ],
  [
    'an unknown replacement',
    spec({ podReplacementPolicy: 'Never' }),
    {
      34: ['spec.podReplacementPolicy: Unsupported value: "Never": supported values: "Failed", "TerminatingOrFailed"'],
    },
  ],
  [
    'a selector by hand without asking for it',
    at('spec.selector.matchLabels', { app: 'web' }),
    {
      34: [
        'spec.selector: Invalid value: {"matchLabels":{"app":"web","batch.kubernetes.io/controller-uid":"00000000-0000-0000-0000-000000000000"}}: `selector` not auto-generated',
        'spec.template.metadata.labels: Invalid value: {"batch.kubernetes.io/controller-uid":"00000000-0000-0000-0000-000000000000","batch.kubernetes.io/job-name":"once","controller-uid":"00000000-0000-0000-0000-000000000000","job-name":"once"}: `selector` does not match template `labels`',
      ],
    },
  ],
  [
    'no selector where one is asked for',
    spec({ manualSelector: true }),
    {
      34: [
        'spec.selector: Required value',
        'spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`',
      ],
    },
  ],
];

const failure = (rule: Fields): Fields => spec({ podFailurePolicy: { rules: [rule] } });
const exit = (change: Fields): Fields =>
  failure({ action: 'FailJob', onExitCodes: { operator: 'In', values: [1], ...change } });
const RULE = 'spec.podFailurePolicy.rules[0]';

const FAILURES: readonly Case[] = [
  [
    'nothing to look at',
    failure({}),
    {
      31: [
        `${RULE}.action: Required value: valid values: ["Count" "FailIndex" "FailJob" "Ignore"]`,
        `${RULE}: Invalid value: specifying one of OnExitCodes and OnPodConditions is required`,
      ],
    },
  ],
  [
    'exit codes and conditions',
    failure({
      action: 'Ignore',
      onExitCodes: { operator: 'In', values: [1] },
      onPodConditions: [{ type: 'DisruptionTarget', status: 'Maybe' }],
    }),
    {
      31: [
        `${RULE}.onPodConditions[0].status: Unsupported value: "Maybe": supported values: "False", "True", "Unknown"`,
        `${RULE}: Invalid value: specifying both OnExitCodes and OnPodConditions is not supported`,
      ],
    },
  ],
  [
    'success among the failures, in disorder, twice',
    exit({ values: [2, 0, 2] }),
    {
      34: [
        `${RULE}.onExitCodes.values[1]: Invalid value: 0: must not be 0 for the In operator`,
        `${RULE}.onExitCodes.values[2]: Duplicate value: 2`,
        `${RULE}.onExitCodes.values: Invalid value: [2,0,2]: must be ordered`,
      ],
    },
  ],
  [
    'a container that is none',
    exit({ containerName: 'other' }),
    {
      31: [
        `${RULE}.onExitCodes.containerName: Invalid value: "other": must be one of the container or initContainer names in the pod template`,
      ],
    },
  ],
  [
    'an index that fails in a job without limits for them',
    failure({ action: 'FailIndex', onExitCodes: { operator: 'In', values: [1] } }),
    { 33: [`${RULE}.action: Invalid value: "FailIndex": requires the backoffLimitPerIndex to be set`] },
  ],
  [
    'containers that start again',
    { spec: { podFailurePolicy: { rules: [] }, template: { spec: { restartPolicy: 'OnFailure' } } } },
    {
      31: [
        'spec.template.spec.restartPolicy: Invalid value: "OnFailure": only "Never" is supported when podFailurePolicy is specified',
      ],
    },
  ],
];

const success = (...rules: Fields[]): Fields => indexed({ successPolicy: { rules } });
const SUCCESS = 'spec.successPolicy.rules[0]';
const SUCCESSES: readonly Case[] = [
  [
    'no indexes',
    spec({ successPolicy: { rules: [{ succeededCount: 1 }] } }),
    {
      34: [
        'spec.successPolicy: Invalid value: {"Rules":[{"SucceededIndexes":null,"SucceededCount":1}]}: requires indexed completion mode',
      ],
    },
  ],
  [
    'no rules',
    success(),
    {
      33: [
        'spec.successPolicy.rules: Required value: at least one rules must be specified when the successPolicy is specified',
      ],
    },
  ],
  [
    'an empty rule',
    success({}),
    { 33: [`${SUCCESS}: Required value: at least one of succeededCount or succeededIndexes must be specified`] },
  ],
  [
    'more than there are',
    success({ succeededCount: 4, succeededIndexes: '0-1' }),
    {
      33: [
        `${SUCCESS}.succeededCount: Invalid value: 4: must be less than or equal to 3 (the number of specified completions)`,
        `${SUCCESS}.succeededCount: Invalid value: 4: must be less than or equal to 2 (the number of indexes in the specified succeededIndexes field)`,
      ],
    },
  ],
  ...[
    ['3', 'too large index: "3"'],
    ['2,1', 'non-increasing order, previous: 2, current: 1'],
    ['a', 'cannot convert string to integer for index: "a"'],
    [
      '0-1-2',
      `the fragment "0-1-2" violates the requirement that an index interval can have at most two parts separated by '-'`,
    ],
  ].map(
    ([indexes, problem]): Case => [
      `indexes such as ${indexes}`,
      success({ succeededIndexes: indexes }),
      { 33: [`${SUCCESS}.succeededIndexes: Invalid value: "${indexes}": error parsing succeededIndexes: ${problem}`] },
    ],
  ),
];

const cron = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'nightly' },
  spec: { schedule: '0 3 * * mon-fri', timeZone: 'Europe/Berlin', jobTemplate: { spec: { template: { spec: pod } } } },
};
const schedule = (text: string, problem: string): Case => [
  `the schedule ${text}`,
  spec({ schedule: text }),
  [`spec.schedule: Invalid value: "${text}": ${problem}`],
];

const CRONS: readonly Case[] = [
  ['no schedule', spec({ schedule: undefined }), ['spec.schedule: Required value']],
  schedule('* * * *', 'expected exactly 5 fields, found 4: [* * * *]'),
  schedule('60 * * * *', 'end of range (60) above maximum (59): 60'),
  schedule('5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'),
  schedule('*/0 * * * *', 'step of range should be a positive number: */0'),
  schedule('a * * * *', 'failed to parse int from a: strconv.Atoi: parsing "a": invalid syntax'),
  schedule('@often', 'unrecognized descriptor: @often'),
  schedule('@every 5', 'failed to parse duration @every 5: time: missing unit in duration "5"'),
  ['every hour', spec({ schedule: '@hourly' }), []],
  [
    'a zone in the schedule',
    spec({ schedule: 'TZ=UTC 0 3 * * *' }),
    {
      27: [
        'spec.schedule: Invalid value: "TZ=UTC 0 3 * * *": cannot use both timeZone field and TZ or CRON_TZ in schedule',
      ],
      29: [
        'spec.schedule: Invalid value: "TZ=UTC 0 3 * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
      ],
    },
  ],
  ['no zone', spec({ timeZone: '' }), ['spec.timeZone: Invalid value: "": timeZone must be nil or non-empty string']],
  [
    'an unknown zone',
    spec({ timeZone: 'Europe/Atlantis' }),
    ['spec.timeZone: Invalid value: "Europe/Atlantis": unknown time zone Europe/Atlantis'],
  ],
  [
    'an unknown policy',
    spec({ concurrencyPolicy: 'Some' }),
    ['spec.concurrencyPolicy: Unsupported value: "Some": supported values: "Allow", "Forbid", "Replace"'],
  ],
  [
    'a long name',
    at('metadata.name', 'a'.repeat(53)),
    [`metadata.name: Invalid value: "${'a'.repeat(53)}": must be no more than 52 characters`],
  ],
  [
    'a selector by hand',
    at('spec.jobTemplate.spec', { manualSelector: true, selector: {} }),
    {
      34: [
        'spec.jobTemplate.spec.selector: Invalid value: {}: `selector` will be auto-generated',
        'spec.jobTemplate.spec.manualSelector: Unsupported value: true: supported values: "nil", "false"',
      ],
    },
  ],
];

describeValidation('numbers of a Job', job, NUMBERS);
describeValidation('pods of a Job', job, PODS);
describeValidation('what failures do', job, FAILURES);
describeValidation('what success is', job, SUCCESSES);
describeValidation('a CronJob', cron, CRONS);
