import type { Rule } from '../../rule.js';
import { breaks } from './breaks.js';
import { candidate } from './candidate.js';
import { refused } from './refused.js';

export const userNamespacesRules: readonly Rule[] = [refused, breaks, candidate];
