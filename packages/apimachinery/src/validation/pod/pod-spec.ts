/**
 * Specs of pods and pod templates.
 * Source: pkg/apis/core/validation/validation.go ValidatePodSpec.
 */
import type { PodSpec } from '../../generated/types/core-v1.js';
import type { ObjectMeta } from '../../generated/types/meta-v1.js';
import {
  dns1123LabelProblems,
  dns1123SubdomainProblems,
  inclusiveRangeMessage,
  qualifiedNameProblems,
} from '../../names/index.js';
import type { Minor } from '../../version.js';
import { pointedText } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validateLabels } from '../metadata/labels.js';
import { report, validateDns1123Label, validateQualifiedName } from '../name.js';
import { MAX_INT32 } from '../number.js';
import { validateContainerResourceName } from '../resource-name.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, text } from '../zero-value.js';
import { validateAffinity } from './affinity.js';
import type { ContainerSurroundings } from './container.js';
import { validateContainers, validateEphemeralContainers, validateInitContainers } from './containers.js';
import { validateDnsConfig, validateDnsPolicy, validateHostAliases, validateHostnameOverride } from './dns.js';
import { collectHostUsersErrors } from './host-users.js';
import { validatePodResources } from './pod-resources.js';
import { validatePodSecurityContext } from './pod-security-context.js';
import { validateHostNetworkPorts } from './ports.js';
import { claimNamesOf, validateResourceClaims } from './resource-claims.js';
import { type ClaimNames, validateResourceRequirements } from './resources.js';
import { validateRestartPolicy } from './restart-policy.js';
import { validateTolerations } from './tolerations.js';
import { validateTopologySpreadConstraints } from './topology-spread.js';
import { visitContainers } from './visit-containers.js';
import { validateVolumes } from './volumes.js';
import { validateHostProcesses, validateOperatingSystem } from './windows-pod.js';

/** Before, a missing grace period went unnoticed; defaulting fills it in anyhow. */
const GRACE_PERIOD_REQUIRED_SINCE: Minor = 34;
const PREEMPTION_POLICIES: readonly string[] = ['PreemptLowerPriority', 'Never'];

/** `metadata` is the pod's own; templates have none to give. */
export function validatePodSpec(
  spec: PodSpec,
  metadata: ObjectMeta | undefined,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  if (!isSet(spec.terminationGracePeriodSeconds) && errors.minor >= GRACE_PERIOD_REQUIRED_SINCE) {
    errors.required(path.child('terminationGracePeriodSeconds'));
  }
  const volumes = validateVolumes(spec, metadata, path, options, errors);
  const claimNames = claimNamesOf(spec);
  validateResourceClaims(spec, metadata, path, errors);
  const surroundings: ContainerSurroundings = { spec, volumes, claimNames, hasHostUsers: spec.hostUsers !== false };
  validateContainers(surroundings, path, options, errors);
  validateInitContainers(surroundings, path, options, errors);
  validateEphemeralContainers(surroundings, path, options, errors);
  if (options.podLevelResources) validatePodResources(spec, claimNames, path, errors);
  validateHostNetworkPorts(spec, path, options, errors);
  validateRestartPolicy(spec.restartPolicy, path, errors);
  validateDnsPolicy(spec.dnsPolicy, path, errors);
  validateLabels(spec.nodeSelector, path, 'nodeSelector', errors);
  validatePodSecurityContext(spec, path, options, errors);
  validateAffinity(spec.affinity, path, errors);
  validateDnsConfig(spec, path, options, errors);
  validateGates(spec, path, errors);
  validateTopologySpreadConstraints(spec.topologySpreadConstraints, path, options, errors);
  validateHostProcesses(spec, path, options, errors);
  collectHostUsersErrors(spec, path, options.profile, errors);
  validateHostnameOverride(spec, path, errors);
  validateNames(spec, path, errors);
  validateTolerations(spec.tolerations, () => path.child('tolerations'), options, errors);
  validateHostAliases(spec.hostAliases, path, options, errors);
  validateScheduling(spec, claimNames, path, errors);
  validateOperatingSystem(spec, path, errors);
  validateWorkloadReference(spec, path, errors);
  validateSchedulingGroup(spec, path, errors);
  validateFileKeyVolumes(spec, path, errors);
}

function validateGates(spec: PodSpec, path: Path, errors: ErrorList): void {
  const readinessGates = list(spec.readinessGates);
  for (let index = 0; index < readinessGates.length; index += 1) {
    const type = text(readinessGates[index]?.conditionType);
    validateQualifiedName(type, path.child('readinessGates').index(index), 'conditionType', errors);
  }
  const names = new Set<string>();
  const schedulingGates = list(spec.schedulingGates);
  for (let index = 0; index < schedulingGates.length; index += 1) {
    const name = text(schedulingGates[index]?.name);
    const gatePath = path.child('schedulingGates').index(index);
    const problems = qualifiedNameProblems(name, errors.minor);
    if (problems.length > 0) errors.invalidEach(gatePath, name, problems);
    if (names.has(name)) errors.duplicate(gatePath, name);
    names.add(name);
  }
}

function validateNames(spec: PodSpec, path: Path, errors: ErrorList): void {
  for (const name of ['serviceAccountName', 'nodeName'] as const) {
    const value = text(spec[name]);
    if (value !== '') report(value, dns1123SubdomainProblems(value), path, name, errors);
  }
  const deadline = spec.activeDeadlineSeconds;
  if (isSet(deadline) && (deadline < 1 || deadline > MAX_INT32)) {
    errors.invalid(path.child('activeDeadlineSeconds'), deadline, inclusiveRangeMessage(1, MAX_INT32));
  }
  for (const name of ['hostname', 'subdomain'] as const) {
    const value = text(spec[name]);
    if (value !== '') validateDns1123Label(value, path, name, errors);
  }
}

function validateScheduling(spec: PodSpec, claimNames: ClaimNames, path: Path, errors: ErrorList): void {
  const priorityClass = text(spec.priorityClassName);
  if (priorityClass !== '') {
    report(priorityClass, dns1123SubdomainProblems(priorityClass), path, 'priorityClassName', errors);
  }
  if (isSet(spec.runtimeClassName)) {
    const name = text(spec.runtimeClassName);
    report(name, dns1123SubdomainProblems(name), path, 'runtimeClassName', errors);
  }
  if (isSet(spec.preemptionPolicy)) {
    validatePreemptionPolicy(text(spec.preemptionPolicy), path.child('preemptionPolicy'), errors);
  }
  if (isSet(spec.overhead)) {
    const requirements = { limits: spec.overhead };
    const overheadPath = (): Path => path.child('overhead');
    validateResourceRequirements(requirements, validateContainerResourceName, claimNames, overheadPath, errors);
  }
}

export function validatePreemptionPolicy(policy: string, path: Path, errors: ErrorList): void {
  if (policy === '') errors.required(path);
  else if (!PREEMPTION_POLICIES.includes(policy)) {
    errors.notSupported(path, pointedText(policy, errors.minor), PREEMPTION_POLICIES);
  }
}

function validateWorkloadReference(spec: PodSpec, path: Path, errors: ErrorList): void {
  const reference = spec.workloadRef;
  if (!isSet(reference)) return;
  const referencePath = path.child('workloadRef');
  report(text(reference.name), dns1123SubdomainProblems(text(reference.name)), referencePath, 'name', errors);
  report(text(reference.podGroup), dns1123LabelProblems(text(reference.podGroup)), referencePath, 'podGroup', errors);
  const key = text(reference.podGroupReplicaKey);
  if (key !== '') report(key, dns1123LabelProblems(key), referencePath, 'podGroupReplicaKey', errors);
}

/** What took the place of the workload reference in 1.36. */
function validateSchedulingGroup(spec: PodSpec, path: Path, errors: ErrorList): void {
  const group = spec.schedulingGroup;
  if (!isSet(group)) return;
  const groupPath = path.child('schedulingGroup');
  if (isSet(group.podGroupName)) {
    const name = text(group.podGroupName);
    report(name, dns1123SubdomainProblems(name), groupPath, 'podGroupName', errors);
  } else errors.invalid(groupPath.child('podGroupName'), undefined, 'must specify one of: `podGroupName`');
}

/** Files of variables live in emptyDir volumes. */
function validateFileKeyVolumes(spec: PodSpec, specPath: Path, errors: ErrorList): void {
  visitContainers(spec, specPath, ({ env }, path) => {
    const variables = list(env);
    for (let index = 0; index < variables.length; index += 1) {
      const reference = variables[index]?.valueFrom?.fileKeyRef;
      if (!isSet(reference)) continue;
      const name = text(reference.volumeName);
      const volume = list(spec.volumes).findLast((candidate) => text(candidate.name) === name);
      const namePath = path().child('env').index(index).child('valueFrom').child('fileKeyRef').child('volumeName');
      if (volume === undefined) errors.notFound(namePath, name);
      else if (!isSet(volume.emptyDir)) {
        errors.invalid(namePath, name, 'referenced volume must be of type emptyDir');
      }
    }
  });
}
