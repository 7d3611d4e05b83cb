import type { Rule } from '../../rule.js';

export const admissionPolicyRules: readonly Rule[] = [];
