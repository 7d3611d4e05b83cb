import { expect, it } from 'vitest';
import { answersProgressInOrder } from './etcd-version.js';

it('knows which etcd answers progress requests in order', () => {
  expect(['3.4.23', '3.4.31', '3.5.12', '3.5.13', '3.6.0', '4.0.1', '3.3.99', 'x'].map(answersProgressInOrder)).toEqual(
    [...[false, true, false, true, true, true, false, false]],
  );
});
