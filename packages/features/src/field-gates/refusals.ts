/**
 * Values that validation refuses because of a gate, where the API server could have dropped the field but does not.
 * Source: pkg/apis/<group>/validation/validation.go and the REST handlers named in the rows.
 *
 * The rows say what is refused and with which text; the validation itself is elsewhere.
 */
import type { Minor } from '@bulkhead/apimachinery';
import type { FieldKey } from './field-drop.js';

export interface FieldRefusal {
  readonly fields: readonly FieldKey[];
  readonly gate: string;
  readonly from: Minor;
  /** The last minor with this behaviour; left out: the newest one has it too. */
  readonly to?: Minor;
  /** Left out: refused while the gate is off. `on`: the gate brings the refusal. */
  readonly while?: 'on';
  /** The values that are refused, in words. */
  readonly when: string;
  /** The kind of field error, or the reason of the status where the whole request is refused. */
  readonly type: 'Forbidden' | 'Invalid' | 'NotSupported' | 'Required' | 'BadRequest' | 'Conflict';
  /** The detail of the field error, or the message; `{...}` stands for what depends on the object. */
  readonly message: string;
}

const ENVIRONMENT_NAME =
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')";
const DNS_1035_LABEL =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const DNS_1123_SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

export const FIELD_REFUSALS: readonly FieldRefusal[] = [
  {
    fields: ['core.v1.EnvVar/name', 'core.v1.EnvFromSource/prefix'],
    gate: 'RelaxedEnvironmentVariableValidation',
    from: 30,
    when: 'the name has characters beyond letters, digits, "_", "-" and ".", or starts with a digit',
    type: 'Invalid',
    message: ENVIRONMENT_NAME,
  },
  {
    fields: ['core.v1.PodDNSConfig/searches'],
    gate: 'ExpandedDNSConfig',
    from: 27,
    to: 27,
    when: 'more than 6 search paths',
    type: 'Invalid',
    message: 'must not have more than 6 search paths',
  },
  {
    fields: ['core.v1.PodDNSConfig/searches'],
    gate: 'ExpandedDNSConfig',
    from: 27,
    to: 27,
    when: 'more than 256 characters in all search paths',
    type: 'Invalid',
    message: 'must not have more than 256 characters (including spaces) in the search list',
  },
  {
    fields: ['core.v1.PodDNSConfig/searches'],
    gate: 'RelaxedDNSSearchValidation',
    from: 32,
    when: 'a search path is "." or has a "_"',
    type: 'Invalid',
    message: DNS_1123_SUBDOMAIN,
  },
  {
    fields: ['core.v1.ObjectFieldSelector/fieldPath'],
    gate: 'PodHostIPs',
    from: 28,
    to: 31,
    when: 'status.hostIPs',
    type: 'Forbidden',
    message: "may not be set when feature gate 'PodHostIPs' is not enabled",
  },
  {
    fields: ['core.v1.SleepAction/seconds'],
    gate: 'PodLifecycleSleepActionAllowZero',
    from: 32,
    when: '0',
    type: 'Invalid',
    message:
      'must be greater than 0 and less than terminationGracePeriodSeconds ({seconds}). Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep.',
  },
  {
    fields: ['core.v1.PodSpec/hostNetwork'],
    gate: 'UserNamespacesHostNetworkSupport',
    from: 35,
    when: 'true in a pod with hostUsers: false; refused in every older minor',
    type: 'Forbidden',
    message: 'when `hostUsers` is false',
  },
  {
    fields: ['core.v1.PodSecurityContext/seLinuxChangePolicy'],
    gate: 'SELinuxMount',
    from: 32,
    when: 'MountOption',
    type: 'NotSupported',
    message: 'supported values: "Recursive"',
  },
  {
    fields: ['core.v1.ContainerRestartRule/action'],
    gate: 'RestartAllContainersOnContainerExits',
    from: 35,
    when: 'RestartAllContainers',
    type: 'NotSupported',
    message: 'supported values: "Restart"',
  },
  {
    fields: ['core.v1.Container/restartPolicyRules'],
    gate: 'RestartAllContainersOnContainerExits',
    from: 35,
    when: 'rules of an init container with restartPolicy: Always',
    type: 'Forbidden',
    message: 'restartPolicyRules are not allowed for init containers with restart policy Always',
  },
  {
    fields: ['core.v1.Toleration/operator'],
    gate: 'TaintTolerationComparisonOperators',
    from: 35,
    when: 'Lt or Gt; the text lists them as supported all the same',
    type: 'NotSupported',
    message: 'supported values: "Equal", "Exists", "Lt", "Gt"',
  },
  {
    fields: ['core.v1.PersistentVolumeClaimSpec/accessModes', 'core.v1.PersistentVolumeSpec/accessModes'],
    gate: 'ReadWriteOncePod',
    from: 27,
    to: 28,
    when: 'ReadWriteOncePod',
    type: 'NotSupported',
    message: 'supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce"',
  },
  {
    fields: ['core.v1.ServiceSpec/trafficDistribution'],
    gate: 'PreferSameTrafficDistribution',
    from: 33,
    when: 'PreferSameZone or PreferSameNode',
    type: 'NotSupported',
    message: 'supported values: "PreferClose"',
  },
  {
    fields: ['core.v1.Service/metadata', 'networking.v1.IngressServiceBackend/name'],
    gate: 'RelaxedServiceNameValidation',
    from: 34,
    when: 'a service name that starts with a digit',
    type: 'Invalid',
    message: DNS_1035_LABEL,
  },
  {
    fields: ['core.v1.PodLogOptions/stream'],
    gate: 'PodLogsQuerySplitStreams',
    from: 32,
    when: 'any value',
    type: 'Forbidden',
    message: 'may not be specified',
  },
  {
    fields: [
      'autoscaling.v1.HorizontalPodAutoscalerSpec/minReplicas',
      'autoscaling.v2.HorizontalPodAutoscalerSpec/minReplicas',
    ],
    gate: 'HPAScaleToZero',
    from: 27,
    when: '0',
    type: 'Invalid',
    message: 'must be greater than or equal to 1',
  },
  {
    fields: ['autoscaling.v2.MetricSpec/containerResource'],
    gate: 'HPAContainerMetrics',
    from: 27,
    to: 29,
    when: 'a metric of type ContainerResource, whose source has been dropped',
    type: 'Required',
    message:
      'must populate information for the given metric source (only allowed when HPAContainerMetrics feature is enabled)',
  },
  {
    fields: ['flowcontrol.v1.LimitedPriorityLevelConfiguration/nominalConcurrencyShares'],
    gate: 'ZeroLimitedNominalConcurrencyShares',
    from: 29,
    to: 29,
    when: '0',
    type: 'Invalid',
    message: 'must be positive',
  },
  {
    fields: ['authentication.v1.TokenRequestSpec/boundObjectRef'],
    gate: 'ServiceAccountTokenNodeBinding',
    from: 29,
    when: 'a reference to a Node; before 1.29 the kind is refused in any case',
    type: 'BadRequest',
    message: 'cannot bind token to a Node object as the "ServiceAccountTokenNodeBinding" feature-gate is disabled',
  },
  {
    fields: ['authentication.v1.TokenRequest/metadata'],
    gate: 'TokenRequestServiceAccountUIDValidation',
    from: 34,
    while: 'on',
    when: 'a uid that is not the one of the service account; without the gate it is a warning',
    type: 'Conflict',
    message: 'the UID in the token request ({uid}) does not match the UID of the service account ({uid})',
  },
  {
    fields: ['core.v1.LoadBalancerStatus/ingress'],
    gate: 'AllowServiceLBStatusOnNonLB',
    from: 29,
    to: 34,
    when: 'set in the status of a Service of another type',
    type: 'Forbidden',
    message: "may only be used when `spec.type` is 'LoadBalancer'",
  },
  {
    fields: ['networking.v1.IPBlock/cidr', 'core.v1.ServiceSpec/clusterIP', 'core.v1.ServiceSpec/externalIPs'],
    gate: 'StrictIPCIDRValidation',
    from: 33,
    while: 'on',
    when: 'leading zeros, an IPv4 address in IPv6 form, or bits beyond the prefix; every address and CIDR of the API',
    type: 'Invalid',
    message:
      'must not have leading 0s | must not be an IPv4-mapped IPv6 address | must not have leading 0s in IP or prefix length | must not have an IPv4-mapped IPv6 address | must not have bits set beyond the prefix length',
  },
  {
    fields: [
      'admissionregistration.v1.MutatingAdmissionPolicy/metadata',
      'admissionregistration.v1.MutatingAdmissionPolicyBinding/metadata',
      'admissionregistration.v1.MutatingWebhookConfiguration/metadata',
      'admissionregistration.v1.ValidatingAdmissionPolicy/metadata',
      'admissionregistration.v1.ValidatingAdmissionPolicyBinding/metadata',
      'admissionregistration.v1.ValidatingWebhookConfiguration/metadata',
    ],
    gate: 'ManifestBasedAdmissionControlConfig',
    from: 36,
    while: 'on',
    when: 'a name that ends in .static.k8s.io; without the gate it is a warning',
    type: 'Invalid',
    message:
      'names ending with ".static.k8s.io" are reserved for static manifest-based configurations and cannot be managed via the API',
  },
];
