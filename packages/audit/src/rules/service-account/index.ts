import type { Rule } from '../../rule.js';

export const serviceAccountRules: readonly Rule[] = [];
