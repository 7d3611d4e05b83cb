/** One failing and one passing manifest for each rule of the family, with what must be found. Test data. */
import type { RuleCase } from '../rule-case.js';

export const ADMISSION_POLICY_CASES: Readonly<Record<string, RuleCase>> = {};
