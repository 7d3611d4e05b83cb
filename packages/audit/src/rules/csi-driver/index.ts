import type { Rule } from '../../rule.js';

export const csiDriverRules: readonly Rule[] = [];
