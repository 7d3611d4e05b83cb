import type { Rule } from '../../rule.js';
import { admissionConfiguration } from './admission-configuration.js';
import { aggregated } from './aggregated.js';
import { apiServices } from './api-services.js';
import { certificateApproval } from './certificate-approval.js';
import { cloudIdentity } from './cloud-identity.js';
import { clusterAdmin } from './cluster-admin.js';
import { codeInPods } from './code-in-pods.js';
import { constrainedImpersonation } from './constrained-impersonation.js';
import { controlPlanePaths } from './control-plane-paths.js';
import { createByName } from './create-by-name.js';
import { customResourceDefinitions } from './custom-resource-definitions.js';
import { danglingRole } from './dangling-role.js';
import { danglingSubject } from './dangling-subject.js';
import { defaultServiceAccount } from './default-service-account.js';
import { endpoints } from './endpoints.js';
import { escalation } from './escalation.js';
import { eventDeletion } from './event-deletion.js';
import { everybody } from './everybody.js';
import { guardrails } from './guardrails.js';
import { impersonation } from './impersonation.js';
import { impersonationWithoutEffect } from './impersonation-without-effect.js';
import { kubeletData } from './kubelet-data.js';
import { listByName } from './list-by-name.js';
import { namespaceLabels } from './namespace-labels.js';
import { networkPolicies } from './network-policies.js';
import { nodeProxy } from './node-proxy.js';
import { nodes } from './nodes.js';
import { persistentVolumes } from './persistent-volumes.js';
import { portForward } from './port-forward.js';
import { secretsAccess } from './secrets-access.js';
import { tokenCreation } from './token-creation.js';
import { trustBundles } from './trust-bundles.js';
import { wildcard } from './wildcard.js';
import { wildcardVerb } from './wildcard-verb.js';
import { withoutEffect } from './without-effect.js';
import { workloadCreation } from './workload-creation.js';

export const rbacRules: readonly Rule[] = [
  everybody,
  defaultServiceAccount,
  wildcard,
  escalation,
  nodeProxy,
  clusterAdmin,
  impersonation,
  aggregated,
  secretsAccess,
  tokenCreation,
  codeInPods,
  certificateApproval,
  admissionConfiguration,
  apiServices,
  guardrails,
  workloadCreation,
  constrainedImpersonation,
  persistentVolumes,
  namespaceLabels,
  customResourceDefinitions,
  portForward,
  trustBundles,
  controlPlanePaths,
  danglingSubject,
  cloudIdentity,
  kubeletData,
  nodes,
  networkPolicies,
  endpoints,
  wildcardVerb,
  eventDeletion,
  createByName,
  impersonationWithoutEffect,
  withoutEffect,
  listByName,
  danglingRole,
];
