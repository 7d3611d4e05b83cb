import type { Rule } from '../../rule.js';
import { cachedWithoutCredentials } from './cached-without-credentials.js';
import { invalidReference } from './invalid-reference.js';
import { latestTag } from './latest-tag.js';
import { noDigest } from './no-digest.js';
import { unusablePullSecret } from './unusable-pull-secret.js';
import { verificationRefused } from './verification-refused.js';

export const imageRules: readonly Rule[] = [
  cachedWithoutCredentials,
  latestTag,
  unusablePullSecret,
  verificationRefused,
  invalidReference,
  noDigest,
];
