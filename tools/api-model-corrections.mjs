// What ../shared/data/api-model.json cannot say: the Go order of fields that came later, a field whose type changed,
// and the types of the groups that it leaves out (their fields stand in protobuf-schema.json, their Go names here).
// Read in the Go sources of k8s.io/api, apiextensions-apiserver and kube-aggregator, v0.27 to v0.36.

/** Fields that do not stand where api-model.json has them: type -> field -> the field before it ('' = first). */
export const FIELD_AFTER = {
  'apps.v1.DeploymentStatus': { terminatingReplicas: 'unavailableReplicas' },
  'apps.v1.ReplicaSetStatus': { terminatingReplicas: 'availableReplicas' },
  'apps.v1beta1.DeploymentStatus': { terminatingReplicas: 'unavailableReplicas' },
  'apps.v1beta2.DeploymentStatus': { terminatingReplicas: 'unavailableReplicas' },
  'apps.v1beta2.ReplicaSetStatus': { terminatingReplicas: 'availableReplicas' },
  'batch.v1.JobSpec': {
    successPolicy: 'podFailurePolicy',
    backoffLimitPerIndex: 'backoffLimit',
    maxFailedIndexes: 'backoffLimitPerIndex',
  },
  'batch.v1.JobStatus': { terminating: 'failed', failedIndexes: 'completedIndexes' },
  'certificates.v1beta1.PodCertificateRequestSpec': { stubPKCS10Request: 'proofOfPossession' },
  'core.v1.Container': { restartPolicy: 'resizePolicy', restartPolicyRules: 'restartPolicy' },
  'core.v1.EphemeralContainerCommon': { restartPolicy: 'resizePolicy', restartPolicyRules: 'restartPolicy' },
  'core.v1.LoadBalancerIngress': { ipMode: 'hostname' },
  'core.v1.PodCondition': { observedGeneration: 'type' },
  'core.v1.PodSecurityContext': { supplementalGroupsPolicy: 'supplementalGroups' },
  'core.v1.PodStatus': { observedGeneration: '', hostIPs: 'hostIP' },
  'core.v1.VolumeMount': { recursiveReadOnly: 'readOnly' },
  'extensions.v1beta1.DeploymentStatus': { terminatingReplicas: 'unavailableReplicas' },
  'extensions.v1beta1.ReplicaSetStatus': { terminatingReplicas: 'availableReplicas' },
  'resource.v1beta1.AllocatedDeviceStatus': { shareID: 'device' },
  'resource.v1beta2.AllocatedDeviceStatus': { shareID: 'device' },
};

/** Fields that had another type: type -> field -> [last minor of the older type, older type]. */
export const OLDER_TYPE = {
  'admissionregistration.v1beta1.MutatingWebhook': {
    reinvocationPolicy: [33, '*admissionregistration.v1beta1.ReinvocationPolicyType'],
  },
  'core.v1.PersistentVolumeClaimSpec': { resources: [28, 'core.v1.ResourceRequirements'] },
};

/** Fields whose first minor protobuf-schema.json does not have right: type -> field -> since. */
const RULE_SINCE = { reason: 28, fieldPath: 28, optionalOldSelf: 29 };
const SELECTABLE_SINCE = { selectableFields: 30 };
export const FIELD_SINCE = {
  'apiextensions.v1.SelectableField': { jsonPath: 30 },
  'apiextensions.v1beta1.SelectableField': { jsonPath: 30 },
  'apiextensions.v1.CustomResourceDefinitionVersion': SELECTABLE_SINCE,
  'apiextensions.v1beta1.CustomResourceDefinitionSpec': SELECTABLE_SINCE,
  'apiextensions.v1beta1.CustomResourceDefinitionVersion': SELECTABLE_SINCE,
  'apiextensions.v1.ValidationRule': RULE_SINCE,
  'apiextensions.v1beta1.ValidationRule': RULE_SINCE,
};

/** Kinds of the groups that api-model.json leaves out. */
export const FURTHER_KINDS = {
  'admission.k8s.io/v1': ['AdmissionReview'],
  'admission.k8s.io/v1beta1': ['AdmissionReview'],
  'apiextensions.k8s.io/v1': ['ConversionReview', 'CustomResourceDefinition', 'CustomResourceDefinitionList'],
  'apiextensions.k8s.io/v1beta1': ['ConversionReview', 'CustomResourceDefinition', 'CustomResourceDefinitionList'],
  'apiregistration.k8s.io/v1': ['APIService', 'APIServiceList'],
  'apiregistration.k8s.io/v1beta1': ['APIService', 'APIServiceList'],
  'imagepolicy.k8s.io/v1alpha1': ['ImageReview'],
};

/** Packages whose types are taken from protobuf-schema.json. */
export const FURTHER_PACKAGES = [
  'admission.v1',
  'admission.v1beta1',
  'apiextensions.v1',
  'apiextensions.v1beta1',
  'apiregistration.v1',
  'apiregistration.v1beta1',
  'imagepolicy.v1alpha1',
];

/** Types of other packages that the further ones use. */
export const FURTHER_TYPES = ['meta.v1.GroupVersionKind', 'meta.v1.GroupVersionResource'];

/** Go names of string, list and map types that protobuf does not name: type -> field -> Go type in the same package. */
const APIEXTENSIONS_NAMED = {
  ConversionRequest: { uid: 'types.UID' },
  ConversionResponse: { uid: 'types.UID' },
  CustomResourceConversion: { strategy: 'ConversionStrategyType' },
  CustomResourceDefinitionCondition: { type: 'CustomResourceDefinitionConditionType', status: 'ConditionStatus' },
  CustomResourceDefinitionSpec: { scope: 'ResourceScope' },
  JSONSchemaProps: {
    $schema: 'JSONSchemaURL',
    dependencies: 'JSONSchemaDependencies',
    definitions: 'JSONSchemaDefinitions',
    'x-kubernetes-validations': 'ValidationRules',
  },
  ValidationRule: { reason: '*FieldValueErrorReason' },
};
const ADMISSION_NAMED = {
  AdmissionRequest: { uid: 'types.UID', operation: 'Operation' },
  AdmissionResponse: { uid: 'types.UID', patchType: '*PatchType' },
};
const APIREGISTRATION_NAMED = { APIServiceCondition: { type: 'APIServiceConditionType', status: 'ConditionStatus' } };
export const NAMED_TYPES = {
  'admission.v1': ADMISSION_NAMED,
  'admission.v1beta1': ADMISSION_NAMED,
  'apiextensions.v1': APIEXTENSIONS_NAMED,
  'apiextensions.v1beta1': APIEXTENSIONS_NAMED,
  'apiregistration.v1': APIREGISTRATION_NAMED,
  'apiregistration.v1beta1': APIREGISTRATION_NAMED,
  'imagepolicy.v1alpha1': {},
};

/** What the named types of NAMED_TYPES stand for, where it is not string: name -> Go type in the same package. */
export const NAMED_MEANING = {
  JSONSchemaDependencies: 'map[string]JSONSchemaPropsOrStringArray',
  JSONSchemaDefinitions: 'map[string]JSONSchemaProps',
  ValidationRules: '[]ValidationRule',
};

/** Go order of the fields of the further types, where it is not the order of the protobuf numbers. */
const requestOrder = ['uid', 'kind', 'resource', 'subResource', 'requestKind', 'requestResource', 'requestSubResource'];
const crdVersionOrder = ['name', 'served', 'storage', 'deprecated', 'deprecationWarning'];
const crdSpecOrder = ['group', 'version', 'names', 'scope', 'validation', 'subresources', 'versions'];
export const FIELDS_FIRST = {
  'admission.v1.AdmissionRequest': requestOrder,
  'admission.v1beta1.AdmissionRequest': requestOrder,
  'apiextensions.v1.CustomResourceDefinitionVersion': crdVersionOrder,
  'apiextensions.v1beta1.CustomResourceDefinitionVersion': crdVersionOrder,
  'apiextensions.v1beta1.CustomResourceDefinitionSpec': [
    ...crdSpecOrder,
    'additionalPrinterColumns',
    'selectableFields',
  ],
  'apiextensions.v1.WebhookClientConfig': ['url'],
  'apiextensions.v1beta1.WebhookClientConfig': ['url'],
};

/**
 * Declarations that api-lifecycle.json lacks or dates too early, in the form of generate-lifecycle.mjs: apiVersion ->
 * kind -> members. Read in k8s.io/api, core/v1/lifecycle.go and zz_generated.prerelease-lifecycle.go of each release.
 */
const CLASS_REPLACEMENT = { p: [[34, 'storage.k8s.io/v1 VolumeAttributesClass']] };
const VALIDATING_POLICY = { d: [[32, 29]], r: [[32, 32]] };
export const LIFECYCLE = {
  v1: {
    ComponentStatus: { i: 0, d: 19 },
    Endpoints: { d: [[33, 33]], p: [[33, 'discovery.k8s.io/v1 EndpointSlice']] },
  },
  'admissionregistration.k8s.io/v1alpha1': {
    ValidatingAdmissionPolicy: VALIDATING_POLICY,
    ValidatingAdmissionPolicyBinding: VALIDATING_POLICY,
  },
  'storage.k8s.io/v1alpha1': { VolumeAttributesClass: CLASS_REPLACEMENT },
  'storage.k8s.io/v1beta1': { VolumeAttributesClass: CLASS_REPLACEMENT },
};
