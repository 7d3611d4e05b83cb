import type { Rule } from '../../rule.js';
import { coveredFolder } from './covered-folder.js';
import { cpuLimit } from './cpu-limit.js';
import { ephemeralStorage } from './ephemeral-storage.js';
import { memoryLimit } from './memory-limit.js';
import { quotaRefused } from './quota-refused.js';
import { requests } from './requests.js';
import { smallVolume } from './small-volume.js';

export const resourcesRules: readonly Rule[] = [
  quotaRefused,
  memoryLimit,
  requests,
  cpuLimit,
  ephemeralStorage,
  smallVolume,
  coveredFolder,
];
