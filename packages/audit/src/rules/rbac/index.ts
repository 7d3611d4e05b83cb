import type { Rule } from '../../rule.js';
import { admissionConfiguration } from './admission-configuration.js';
import { certificateApproval } from './certificate-approval.js';
import { clusterAdmin } from './cluster-admin.js';
import { codeInPods } from './code-in-pods.js';
import { constrainedImpersonation } from './constrained-impersonation.js';
import { createByName } from './create-by-name.js';
import { danglingRole } from './dangling-role.js';
import { defaultServiceAccount } from './default-service-account.js';
import { escalation } from './escalation.js';
import { everybody } from './everybody.js';
import { impersonation } from './impersonation.js';
import { impersonationWithoutEffect } from './impersonation-without-effect.js';
import { namespaceLabels } from './namespace-labels.js';
import { nodeProxy } from './node-proxy.js';
import { persistentVolumes } from './persistent-volumes.js';
import { secretsAccess } from './secrets-access.js';
import { tokenCreation } from './token-creation.js';
import { wildcard } from './wildcard.js';
import { workloadCreation } from './workload-creation.js';

export const rbacRules: readonly Rule[] = [
  everybody,
  defaultServiceAccount,
  wildcard,
  escalation,
  nodeProxy,
  clusterAdmin,
  impersonation,
  secretsAccess,
  tokenCreation,
  codeInPods,
  certificateApproval,
  admissionConfiguration,
  workloadCreation,
  constrainedImpersonation,
  persistentVolumes,
  namespaceLabels,
  createByName,
  impersonationWithoutEffect,
  danglingRole,
];
