import type { Rule } from '../../rule.js';
import { apiWarning } from './api-warning.js';
import { deprecatedApi } from './deprecated-api.js';
import { droppedField } from './dropped-field.js';
import { droppedPodField } from './dropped-pod-field.js';
import { duplicateKey } from './duplicate-key.js';
import { invalidValue } from './invalid-value.js';
import { unavailableApi } from './unavailable-api.js';
import { unknownField } from './unknown-field.js';
import { unreadableObject } from './unreadable-object.js';
import { wrongType } from './wrong-type.js';

export const schemaRules: readonly Rule[] = [
  droppedField,
  droppedPodField,
  unknownField,
  duplicateKey,
  unreadableObject,
  unavailableApi,
  wrongType,
  invalidValue,
  deprecatedApi,
  apiWarning,
];
