import type { Rule } from '../../rule.js';
import { defaultNamespace } from './default.js';
import { labelInvalid } from './label-invalid.js';
import { labelTypo } from './label-typo.js';
import { labelsMissing } from './labels-missing.js';
import { privilegedLevel } from './privileged-level.js';

export const namespaceRules: readonly Rule[] = [
  labelTypo,
  labelInvalid,
  labelsMissing,
  privilegedLevel,
  defaultNamespace,
];
