import type { ObjectRule } from '../../rule.js';
import { grantRule } from './grant-rule.js';

export const certificateApproval: ObjectRule = grantRule({
  id: 'rbac/certificate-approval',
  title: 'Approves certificates',
  severity: 'high',
  gains: 'cluster',
  standards: ['CIS:5.1.11', 'NSA:rbac', 'MITRE:T1649'],
  needs: ['approveCSRs'],
  named: null,
  gain: 'with approve for a signer of client certificates, makes itself a certificate of any user',
  description: 'The role approves certificate signing requests.',
  risk: 'A client certificate of any user or node, which cannot be revoked.',
  remediation: 'Let approvers of the signer do it, limited by `resourceNames` of `signers`.',
});
