import { pruneAll } from './pod-repair.js';
import { podSecurityRule } from './pod-security-rule.js';

export const runAsUser = podSecurityRule({
  id: 'pod-security/run-as-user',
  checkId: 'runAsUser',
  title: 'Runs as root',
  severity: 'medium',
  gains: 'node',
  standards: ['PSS:restricted', 'CIS:5.2.7', 'NSA:non-root'],
  description: '`runAsUser: 0` makes root the user of the container, whatever the image says.',
  risk: 'Root of the container is root of the node outside a user namespace.',
  remediation: 'Use a numeric user above zero, or `hostUsers: false`.',
  fix: 'remove runAsUser: 0, or set a number above it',
  repair: { risk: 'the user of the image counts then, which may not be able to read what root wrote', edit: pruneAll },
});
