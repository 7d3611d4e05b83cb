/** Which fields protect something: where one of them does nothing, the object is less safe than it looks. */

/** Fields that count wherever they stand. */
const NAMES: ReadonlySet<string> = new Set([
  'allowPrivilegeEscalation',
  'appArmorProfile',
  'automountServiceAccountToken',
  'capabilities',
  'encryption',
  'endPort',
  'except',
  'fsGroup',
  'hostIPC',
  'hostNetwork',
  'hostPID',
  'hostUsers',
  'immutable',
  'imagePullSecrets',
  'ipBlock',
  'matchConditions',
  'namespaceSelector',
  'policyTypes',
  'privileged',
  'procMount',
  'readOnly',
  'readOnlyRootFilesystem',
  'recursiveReadOnly',
  'resourceNames',
  'runAsGroup',
  'runAsNonRoot',
  'runAsUser',
  'seLinuxChangePolicy',
  'seLinuxMount',
  'seLinuxOptions',
  'seccompProfile',
  'securityContext',
  'serviceAccountName',
  'serviceAccountTokenInSecrets',
  'shareProcessNamespace',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'sysctls',
  'tokenRequests',
  'validationActions',
  'windowsOptions',
]);

/** Everything below a security context, the fields above, and whatever is spelled almost like one of them. */
export function isSecuritySetting(path: string, ...meant: readonly (string | undefined)[]): boolean {
  if (/(?:^|\.)securityContext(?:\.|$)/.test(path)) return true;
  const name = path.slice(Math.max(path.lastIndexOf('.'), path.lastIndexOf(']')) + 1);
  return [name, ...meant].some((field) => field !== undefined && NAMES.has(field));
}
