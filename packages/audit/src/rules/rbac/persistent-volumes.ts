import type { ObjectRule } from '../../rule.js';
import { grantRule } from './grant-rule.js';

export const persistentVolumes: ObjectRule = grantRule({
  id: 'rbac/persistent-volumes',
  title: 'Creates persistent volumes',
  severity: 'medium',
  gains: 'node',
  standards: ['CIS:5.1.9', 'NSA:rbac', 'MITRE:T1611'],
  needs: ['createPersistentVolumes'],
  named: null,
  gain: 'a volume of type hostPath reaches the file system of the node, and Pod Security does not look at it',
  description: 'The role creates PersistentVolumes.',
  risk: 'The files of the nodes, from a pod that passes every level of the Pod Security Standards.',
  remediation: 'Use dynamic provisioning, and leave volumes to the provisioner.',
});
