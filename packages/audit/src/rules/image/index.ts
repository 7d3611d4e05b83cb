import type { Rule } from '../../rule.js';

export const imageRules: readonly Rule[] = [];
