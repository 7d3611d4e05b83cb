/**
 * The conditions of flow schemas and priority levels, which only writes of the status can change.
 * Source: pkg/apis/flowcontrol/validation/validation.go ValidateFlowSchemaStatusUpdate,
 * ValidatePriorityLevelConfigurationStatusUpdate.
 */
import type { FlowSchema, PriorityLevelConfiguration } from '../../generated/types/flowcontrol-v1.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { list, text } from '../zero-value.js';

const CONDITIONS_PATH = new Path('status').child('conditions');

/** One of each type. */
export function validateFlowConditions(
  object: FlowSchema | PriorityLevelConfiguration,
  _: unknown,
  errors: ErrorList,
): void {
  const types = new Set<string>();
  for (const [index, condition] of list(object.status?.conditions).entries()) {
    const type = text(condition.type);
    const path = CONDITIONS_PATH.index(index).child('type');
    if (types.has(type)) errors.duplicate(path, type);
    types.add(type);
    if (type === '') errors.required(path, 'must not be empty');
  }
}
