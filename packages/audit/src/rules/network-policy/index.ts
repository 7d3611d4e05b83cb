import type { Rule } from '../../rule.js';

export const networkPolicyRules: readonly Rule[] = [];
