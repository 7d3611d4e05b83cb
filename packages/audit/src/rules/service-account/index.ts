import type { Rule } from '../../rule.js';
import { defaultAccountWithRights } from './default-account-with-rights.js';
import { longLivedToken } from './long-lived-token.js';
import { projectedToken } from './projected-token.js';
import { tokenNotNeeded } from './token-not-needed.js';

export const serviceAccountRules: readonly Rule[] = [
  longLivedToken,
  defaultAccountWithRights,
  tokenNotNeeded,
  projectedToken,
];
