import { MINORS } from '@bulkhead/apimachinery';
import { validateObject } from '@bulkhead/apimachinery/validation';
import { expect, it } from 'vitest';
import { bootstrapFlowControlObjects } from './bootstrap-objects.js';

it.each([...MINORS])('what every cluster of 1.%i has is what validation wants', (minor) => {
  const { flowSchemas, priorityLevels } = bootstrapFlowControlObjects(minor);
  const profile = { minor, enabled: () => false };
  expect([...flowSchemas, ...priorityLevels].flatMap((object) => validateObject(object, profile))).toEqual([]);
});
