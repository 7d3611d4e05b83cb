import type { Rule } from '../../rule.js';

export const cveRules: readonly Rule[] = [];
