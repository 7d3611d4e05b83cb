import type { Rule } from '../../rule.js';

export const versionRules: readonly Rule[] = [];
