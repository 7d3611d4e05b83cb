/**
 * What regular, init and ephemeral containers have in common.
 * Source: pkg/apis/core/validation/validation.go validateContainerCommon, validateContainerOnlyForPod.
 */
import type { Container, PodSpec } from '../../generated/types/core-v1.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validateDns1123Label } from '../name.js';
import type { ValidationOptions } from '../validation-options.js';
import { text } from '../zero-value.js';
import { validateEnv, validateEnvFrom } from './env.js';
import { validateContainerPorts } from './ports.js';
import { validatePullPolicy } from './pull-policy.js';
import { type ClaimNames, validateContainerResources } from './resources.js';
import { validateResizePolicies } from './restart-policy.js';
import { validateSecurityContext } from './security-context.js';
import { type ValidVolumes, validateVolumeDevices, validateVolumeMounts } from './volume-mounts.js';

const TERMINATION_MESSAGE_POLICIES: readonly string[] = ['File', 'FallbackToLogsOnError'];

/** The pod around a container. */
export interface ContainerSurroundings {
  readonly spec: PodSpec;
  readonly volumes: ValidVolumes;
  readonly claimNames: ClaimNames;
  readonly hasHostUsers: boolean;
}

export function validateContainer(
  container: Container,
  { spec, volumes, claimNames, hasHostUsers }: ContainerSurroundings,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const name = text(container.name);
  if (name === '') errors.required(path.child('name'));
  else validateDns1123Label(name, path, 'name', errors);
  if (text(container.image) === '') errors.required(path.child('image'));
  const messagePolicy = text(container.terminationMessagePolicy);
  if (messagePolicy === '') errors.required(path.child('terminationMessagePolicy'));
  else if (!TERMINATION_MESSAGE_POLICIES.includes(messagePolicy)) {
    errors.notSupported(path.child('terminationMessagePolicy'), messagePolicy, TERMINATION_MESSAGE_POLICIES);
  }
  validateContainerPorts(container.ports, path, errors);
  validateEnv(container.env, path, options, errors);
  validateEnvFrom(container.envFrom, path, options, errors);
  validateVolumeMounts(container, volumes, path, errors);
  validateVolumeDevices(container, volumes, path, errors);
  validatePullPolicy(text(container.imagePullPolicy), path, 'imagePullPolicy', errors);
  validateContainerResources(container.resources, claimNames, () => path.child('resources'), errors);
  validateResizePolicies(container.resizePolicy, spec.restartPolicy, path, errors);
  validateSecurityContext(container.securityContext, path, hasHostUsers, options, errors);
}

/** A rule that templates escape. */
export function validateImageWhitespace(container: Container, path: () => Path, errors: ErrorList): void {
  const image = text(container.image);
  if (image.trim().length !== image.length) {
    errors.invalid(path().child('image'), image, 'must not have leading or trailing whitespace');
  }
}
