import { at, describeValidation } from '../validation.test-support.js';

const core = {
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'e', namespace: 'default' },
  involvedObject: { namespace: 'default', name: 'p' },
};

describeValidation('an Event of the core group', core, [
  [
    'an object elsewhere',
    at('involvedObject.namespace', 'other'),
    ['involvedObject.namespace: Invalid value: "other": does not match event.namespace'],
  ],
  [
    'a time and no reporter',
    { eventTime: '2026-01-01T00:00:00.000000Z', reportingInstance: 'i', action: 'a', reason: 'r' },
    [
      'reportingController: Required value',
      'reportingController: Invalid value: "": name part must be non-empty',
      `reportingController: Invalid value: "": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    ],
  ],
  ['a name that is a path', at('metadata.name', 'a/b'), [`metadata.name: Invalid value: "a/b": may not contain '/'`]],
]);

const newer = {
  apiVersion: 'events.k8s.io/v1',
  kind: 'Event',
  metadata: { name: 'e', namespace: 'default' },
  regarding: { namespace: 'default' },
  eventTime: '2026-01-01T00:00:00.000000Z',
  reportingController: 'example.com/c',
  reportingInstance: 'c-1',
  action: 'Start',
  reason: 'Started',
  type: 'Normal',
};

describeValidation('an Event of events.k8s.io', newer, [
  ['another type', { type: 'Bad' }, ['type: Invalid value: "": has invalid value: Bad']],
  ['a count of the old kind', { deprecatedCount: 2 }, ['count: Invalid value: "": needs to be unset']],
  [
    'a series of one',
    { series: { count: 1, lastObservedTime: '2026-01-01T00:00:00.000000Z' } },
    ['series.count: Invalid value: "": should be at least 2'],
  ],
  ['a long reason', { reason: 'r'.repeat(129) }, ['reason: Invalid value: "": can have at most 128 characters']],
]);
