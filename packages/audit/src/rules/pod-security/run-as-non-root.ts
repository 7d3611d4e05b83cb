import { podSecurityRule } from './pod-security-rule.js';

export const runAsNonRoot = podSecurityRule({
  id: 'pod-security/run-as-non-root',
  checkId: 'runAsNonRoot',
  title: 'May run as root',
  severity: 'medium',
  gains: 'node',
  standards: ['PSS:restricted', 'CIS:5.2.7', 'NSA:non-root'],
  description: "Nothing makes sure that the container's user is not root: `runAsNonRoot` is missing or false.",
  risk: 'Root of the container is root of the node outside a user namespace; a file system or kernel fault then counts double.',
  remediation: 'Set `runAsNonRoot: true` on the pod, and a numeric `runAsUser` where the image has none.',
  fix: 'set securityContext.runAsNonRoot to true',
});
