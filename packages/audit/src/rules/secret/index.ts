import type { Rule } from '../../rule.js';
import { committedSecret } from './committed-secret.js';
import { literalInConfigMap } from './literal-in-config-map.js';
import { literalInWorkload } from './literal-in-workload.js';

export const secretRules: readonly Rule[] = [literalInWorkload, literalInConfigMap, committedSecret];
