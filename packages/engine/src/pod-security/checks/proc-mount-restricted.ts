/**
 * The masks over /proc must stay, in a user namespace too. Up to 1.34 the baseline check says the same; from 1.35 on
 * that one lets pods with `hostUsers: false` pass, so restricted needs its own.
 *
 * Restricted fields: spec.{containers,initContainers,ephemeralContainers}[*].securityContext.procMount
 * Allowed: absent, Default
 *
 * Source: k8s.io/pod-security-admission/policy/check_procMount_restricted.go; KEP-127.
 */
import type { Check } from '../check.js';
import { procMount1_0 } from './proc-mount.js';

export const procMountRestricted: Check = {
  id: 'procMount_restricted',
  level: 'restricted',
  versions: [{ minimumVersion: 35, checkPod: procMount1_0, overrides: ['procMount'], code: { since: 35 } }],
};
