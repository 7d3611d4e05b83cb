import type { Rule } from '../../rule.js';

export const componentRules: readonly Rule[] = [];
