import type { Rule } from '../../rule.js';
import { caBundle } from './ca-bundle.js';
import { danglingBinding } from './dangling-binding.js';
import { failureIgnored } from './failure-ignored.js';
import { lockOut } from './lock-out.js';
import { notEnforced } from './not-enforced.js';
import { notReinvoked } from './not-reinvoked.js';
import { parameters } from './parameters.js';
import { remoteEndpoint } from './remote-endpoint.js';
import { scopeHole } from './scope-hole.js';
import { selfExemption } from './self-exemption.js';
import { slowWebhook } from './slow-webhook.js';
import { unbound } from './unbound.js';

export const admissionPolicyRules: readonly Rule[] = [
  unbound,
  failureIgnored,
  selfExemption,
  scopeHole,
  remoteEndpoint,
  notEnforced,
  danglingBinding,
  parameters,
  lockOut,
  caBundle,
  slowWebhook,
  notReinvoked,
];
