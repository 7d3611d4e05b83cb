import { expect, it } from 'vitest';
import { restoredMetadata } from './object-meta.js';

const [PAST, NOW] = ['2020-01-01T00:00:00Z', '2026-01-01T00:00:00Z'];
const deleted = { deletionTimestamp: NOW, deletionGracePeriodSeconds: 30 };

it.each([
  ['what was left out', {}, { uid: 'u', creationTimestamp: PAST }, { uid: 'u', creationTimestamp: PAST }],
  ['another uid, to be refused', { uid: 'v' }, { uid: 'u' }, { uid: 'v' }],
  ['the deletion', {}, deleted, deleted],
  ['the deletion, against another time', { deletionTimestamp: PAST }, deleted, deleted],
  [
    'another grace period, to be refused',
    { deletionGracePeriodSeconds: 0 },
    deleted,
    { ...deleted, deletionGracePeriodSeconds: 0 },
  ],
  [
    'a deletion where there is none, to be refused',
    { deletionTimestamp: PAST, deletionGracePeriodSeconds: 0 },
    {},
    { deletionTimestamp: PAST, deletionGracePeriodSeconds: 0 },
  ],
  ['no link', { selfLink: '/x' }, {}, {}],
])('an update has %s', (_what, given, old, expected) => {
  expect(restoredMetadata({ name: 'a', ...given }, { name: 'a', ...old })).toEqual({ name: 'a', ...expected });
});
