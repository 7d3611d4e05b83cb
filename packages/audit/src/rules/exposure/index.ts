import type { Rule } from '../../rule.js';

export const exposureRules: readonly Rule[] = [];
