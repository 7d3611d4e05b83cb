import type { Rule } from '../../rule.js';
import { gate } from './gate.js';
import { kubeletSkew } from './kubelet-skew.js';
import { podSecurityPolicy } from './pod-security-policy.js';
import { upgradeNote } from './upgrade-note.js';

export const versionRules: readonly Rule[] = [gate, podSecurityPolicy, kubeletSkew, upgradeNote];
