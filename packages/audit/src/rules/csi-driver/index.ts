import type { Rule } from '../../rule.js';
import { apiToken } from './api-token.js';
import { tokensInVolumeContext } from './tokens-in-volume-context.js';
import { tokensNotRenewed } from './tokens-not-renewed.js';

export const csiDriverRules: readonly Rule[] = [tokensInVolumeContext, apiToken, tokensNotRenewed];
