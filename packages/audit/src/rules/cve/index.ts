import type { Rule } from '../../rule.js';
import { componentImage } from './component-image.js';
import { nodeVersion } from './node-version.js';

export const cveRules: readonly Rule[] = [componentImage, nodeVersion];
