import type { Rule } from '../../rule.js';
import { liveness } from './liveness.js';
import { portName } from './port-name.js';
import { readiness } from './readiness.js';
import { sameCheck } from './same-check.js';

export const probeRules: readonly Rule[] = [portName, readiness, liveness, sameCheck];
