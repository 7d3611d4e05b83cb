import { podSecurityRule } from './pod-security-rule.js';

export const restrictedVolumes = podSecurityRule({
  id: 'pod-security/restricted-volumes',
  checkId: 'restrictedVolumes',
  title: 'Volume type outside restricted',
  severity: 'low',
  gains: 'node',
  standards: ['PSS:restricted'],
  description: 'A volume is of a type that restricted does not allow.',
  risk: "In-tree drivers mount with the kubelet's credentials and bypass the storage administrator's choices.",
  remediation: 'Use a PersistentVolumeClaim or an ephemeral volume.',
  fix: 'replace the volume by a PersistentVolumeClaim',
});
