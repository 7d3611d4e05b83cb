import type { Rule } from '../../rule.js';
import { readOnlyRootFilesystem } from './read-only-root-filesystem.js';
import { startRefused } from './start-refused.js';
import { withoutEffect } from './without-effect.js';

export const securityContextRules: readonly Rule[] = [startRefused, withoutEffect, readOnlyRootFilesystem];
