import type { Rule } from '../../rule.js';

export const probeRules: readonly Rule[] = [];
