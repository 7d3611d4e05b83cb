/**
 * Gated fields of admission, authorization, leases, deletion and custom resource definitions.
 * Source: pkg/apis/admissionregistration/util.go, pkg/registry/{authorization,coordination},
 * k8s.io/apiserver/pkg/endpoints/handlers/delete.go,
 * k8s.io/apiextensions-apiserver/pkg/registry/customresourcedefinition/strategy.go.
 */
import type { FieldGateRow } from './field-drop.js';

export const CONTROL_PLANE_FIELDS: readonly FieldGateRow[] = [
  {
    fields: [
      'admissionregistration.v1.MutatingWebhook/matchConditions',
      'admissionregistration.v1.ValidatingWebhook/matchConditions',
      'admissionregistration.v1beta1.MutatingWebhook/matchConditions',
      'admissionregistration.v1beta1.ValidatingWebhook/matchConditions',
    ],
    drops: [{ from: 27, to: 29, gates: ['AdmissionWebhookMatchConditions'] }],
  },
  {
    fields: [
      'authorization.v1.ResourceAttributes/fieldSelector',
      'authorization.v1.ResourceAttributes/labelSelector',
      'authorization.v1beta1.ResourceAttributes/fieldSelector',
      'authorization.v1beta1.ResourceAttributes/labelSelector',
    ],
    drops: [{ from: 31, gates: ['AuthorizeWithSelectors'] }],
  },
  {
    fields: [
      'coordination.v1.LeaseSpec/preferredHolder',
      'coordination.v1.LeaseSpec/strategy',
      'coordination.v1beta1.LeaseSpec/preferredHolder',
      'coordination.v1beta1.LeaseSpec/strategy',
    ],
    drops: [{ from: 31, gates: ['CoordinatedLeaderElection'] }],
  },
  {
    fields: ['meta.v1.DeleteOptions/ignoreStoreReadErrorWithClusterBreakingPotential'],
    drops: [{ from: 32, gates: ['AllowUnsafeMalformedObjectDeletion'] }],
  },
  {
    fields: ['apiextensions.v1.JSONSchemaProps/x-kubernetes-validations'],
    drops: [{ from: 27, to: 28, gates: ['CustomResourceValidationExpressions'] }],
  },
  {
    fields: ['apiextensions.v1.ValidationRule/optionalOldSelf'],
    drops: [{ from: 29, gates: ['CRDValidationRatcheting'] }],
  },
  {
    fields: ['apiextensions.v1.CustomResourceDefinitionVersion/selectableFields'],
    drops: [{ from: 30, gates: ['CustomResourceFieldSelectors'] }],
  },
  {
    fields: [
      'apiextensions.v1.CustomResourceDefinitionCondition/observedGeneration',
      'apiextensions.v1.CustomResourceDefinitionStatus/observedGeneration',
    ],
    drops: [{ from: 35, gates: ['CRDObservedGenerationTracking'] }],
  },
];
