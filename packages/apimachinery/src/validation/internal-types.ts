/**
 * The internal Go types whose values appear in error texts, as declared there: fields in order, with their types.
 * A field's JSON name is its Go name with a small first letter, unless written in front (`json=Name`); `@30` names
 * the minor that brought the field.
 * Source: pkg/apis of each group, types.go.
 */
import type { Minor } from '../version.js';

const DECLARATIONS: ReadonlyMap<string, string> = new Map([
  ['admissionregistration.AuditAnnotation', 'Key string; ValueExpression string'],
  ['apps.DaemonSetUpdateStrategy', 'Type string; RollingUpdate *apps.RollingUpdateDaemonSet'],
  ['apps.DeploymentStrategy', 'Type string; RollingUpdate *apps.RollingUpdateDeployment'],
  ['apps.RollingUpdateDaemonSet', 'MaxUnavailable intstr.IntOrString; MaxSurge intstr.IntOrString'],
  ['apps.RollingUpdateDeployment', 'MaxUnavailable intstr.IntOrString; MaxSurge intstr.IntOrString'],
  ['apps.RollingUpdateStatefulSetStrategy', 'Partition int32; MaxUnavailable *intstr.IntOrString'],
  ['apps.StatefulSetUpdateStrategy', 'Type string; RollingUpdate *apps.RollingUpdateStatefulSetStrategy'],
  ['batch.SuccessPolicy', 'Rules []batch.SuccessPolicyRule'],
  ['batch.SuccessPolicyRule', 'SucceededIndexes *string; SucceededCount *int32'],
  ['core.AppArmorProfile', 'Type string; LocalhostProfile *string'],
  ['core.Capabilities', 'Add []core.Capability; Drop []core.Capability'],
  [
    'core.ClusterTrustBundleProjection',
    'Name *string; SignerName *string; LabelSelector *v1.LabelSelector; Optional *bool; Path string',
  ],
  ['core.ContainerResizePolicy', 'ResourceName string; RestartPolicy string'],
  ['core.PodResourceClaim', 'Name string; ResourceClaimName *string; ResourceClaimTemplateName *string'],
  ['core.ScopeSelector', 'MatchExpressions []core.ScopedResourceSelectorRequirement'],
  ['core.ScopedResourceSelectorRequirement', 'ScopeName string; Operator string; Values []string'],
  ['core.SELinuxOptions', 'User string; Role string; Type string; Level string'],
  ['core.SeccompProfile', 'Type string; LocalhostProfile *string'],
  [
    'core.SecurityContext',
    'Capabilities *core.Capabilities; Privileged *bool; seLinuxOptions=SELinuxOptions *core.SELinuxOptions; ' +
      'WindowsOptions *core.WindowsSecurityContextOptions; RunAsUser *int64; RunAsGroup *int64; RunAsNonRoot *bool; ' +
      'ReadOnlyRootFilesystem *bool; AllowPrivilegeEscalation *bool; ProcMount *core.ProcMountType; ' +
      'SeccompProfile *core.SeccompProfile; AppArmorProfile *core.AppArmorProfile @30',
  ],
  [
    'core.ServicePort',
    'Name string; Protocol string; AppProtocol *string; Port int32; TargetPort intstr.IntOrString; NodePort int32',
  ],
  ['core.Taint', 'Key string; Value string; Effect string; TimeAdded *v1.Time'],
  ['core.Toleration', 'Key string; Operator string; Value string; Effect string; TolerationSeconds *int64'],
  [
    'core.WindowsSecurityContextOptions',
    'gmsaCredentialSpecName=GMSACredentialSpecName *string; gmsaCredentialSpec=GMSACredentialSpec *string; ' +
      'RunAsUserName *string; HostProcess *bool',
  ],
  ['flowcontrol.ExemptPriorityLevelConfiguration', 'NominalConcurrencyShares *int32; LendablePercent *int32'],
  ['flowcontrol.FlowDistinguisherMethod', 'Type string'],
  [
    'flowcontrol.FlowSchemaSpec',
    'PriorityLevelConfiguration flowcontrol.PriorityLevelConfigurationReference; MatchingPrecedence int32; ' +
      'DistinguisherMethod *flowcontrol.FlowDistinguisherMethod; Rules []flowcontrol.PolicyRulesWithSubjects',
  ],
  ['flowcontrol.GroupSubject', 'Name string'],
  ['flowcontrol.LimitResponse', 'Type string; Queuing *flowcontrol.QueuingConfiguration'],
  [
    'flowcontrol.LimitedPriorityLevelConfiguration',
    'NominalConcurrencyShares int32; LimitResponse flowcontrol.LimitResponse; LendablePercent *int32; ' +
      'BorrowingLimitPercent *int32',
  ],
  ['flowcontrol.NonResourcePolicyRule', 'Verbs []string; NonResourceURLs []string'],
  [
    'flowcontrol.PolicyRulesWithSubjects',
    'Subjects []flowcontrol.Subject; ResourceRules []flowcontrol.ResourcePolicyRule; ' +
      'NonResourceRules []flowcontrol.NonResourcePolicyRule',
  ],
  ['flowcontrol.PriorityLevelConfigurationReference', 'Name string'],
  [
    'flowcontrol.PriorityLevelConfigurationSpec',
    'Type string; Limited *flowcontrol.LimitedPriorityLevelConfiguration; ' +
      'Exempt *flowcontrol.ExemptPriorityLevelConfiguration @28',
  ],
  ['flowcontrol.QueuingConfiguration', 'Queues int32; HandSize int32; QueueLengthLimit int32'],
  [
    'flowcontrol.ResourcePolicyRule',
    'Verbs []string; apiGroups=APIGroups []string; Resources []string; ClusterScope bool; Namespaces []string',
  ],
  ['flowcontrol.ServiceAccountSubject', 'Namespace string; Name string'],
  [
    'flowcontrol.Subject',
    'Kind string; User *flowcontrol.UserSubject; Group *flowcontrol.GroupSubject; ' +
      'ServiceAccount *flowcontrol.ServiceAccountSubject',
  ],
  ['flowcontrol.UserSubject', 'Name string'],
  ['field.Path', 'name string; index string; parent *field.Path'],
  [
    'policy.PodDisruptionBudgetSpec',
    'MinAvailable *intstr.IntOrString; Selector *v1.LabelSelector; MaxUnavailable *intstr.IntOrString; ' +
      'UnhealthyPodEvictionPolicy *policy.UnhealthyPodEvictionPolicyType',
  ],
  ['rbac.RoleRef', 'apiGroup=APIGroup string; Kind string; Name string'],
  [
    'v1.OwnerReference',
    'apiVersion=APIVersion string; Kind string; Name string; uid=UID string; Controller *bool; ' +
      'BlockOwnerDeletion *bool',
  ],
]);

export interface InternalField {
  readonly name: string;
  readonly json: string;
  readonly type: string;
  readonly since: Minor;
}

const parsed = new Map<string, readonly InternalField[]>();

/** The fields of a struct; undefined for any other type. */
export function fieldsOfInternalType(type: string): readonly InternalField[] | undefined {
  const known = parsed.get(type);
  const declaration = DECLARATIONS.get(type);
  if (known !== undefined || declaration === undefined) return known;
  const fields = declaration.split('; ').map(parseField);
  parsed.set(type, fields);
  return fields;
}

function parseField(declaration: string): InternalField {
  const [names = '', type = '', since = '@0'] = declaration.split(' ');
  const name = names.slice(names.indexOf('=') + 1);
  const json = names.includes('=')
    ? names.slice(0, names.indexOf('='))
    : `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return { name, json, type, since: Number(since.slice(1)) };
}
