import { podSecurityRule } from './pod-security-rule.js';

export const windowsHostProcess = podSecurityRule({
  id: 'pod-security/windows-host-process',
  checkId: 'windowsHostProcess',
  title: 'Windows HostProcess container',
  severity: 'critical',
  gains: 'node',
  standards: ['PSS:baseline', 'CIS:5.2.11', 'MITRE:T1611'],
  description: 'A HostProcess container runs as a process of the Windows node, with its network and its file system.',
  risk: 'Whoever runs code in it runs code on the node.',
  remediation: "Run it as an ordinary container; keep HostProcess for the node's own agents.",
  fix: 'remove securityContext.windowsOptions.hostProcess',
});
