/**
 * What controllers and nodes may write into a status.
 * Source: pkg/apis/core/validation/validation.go ValidatePodStatusUpdate, ValidateServiceStatusUpdate.
 */
import type { ContainerStatus, LoadBalancerIngress, Pod, Service } from '../../generated/types/core-v1.js';
import { ipProblems, parseIP } from '../../ip/index.js';
import { dns1123SubdomainProblems } from '../../names/index.js';
import type { Minor } from '../../version.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { isSet, list, text } from '../zero-value.js';
import { validateImmutableField } from './immutable-field.js';

const STATUS = new Path('status');

export function validatePodStatusUpdate(object: Pod, old: Pod, errors: ErrorList): void {
  const status = object.status ?? {};
  const before = old.status ?? {};
  const nominated = text(status.nominatedNodeName);
  if (nominated !== '' && nominated !== text(before.nominatedNodeName)) {
    errors.invalidEach(STATUS.child('nominatedNodeName'), nominated, dns1123SubdomainProblems(nominated));
  }
  validateImmutableField(status.qosClass, before.qosClass, STATUS.child('qosClass'), errors);
  validateStates(status.containerStatuses, before.containerStatuses, 'containerStatuses', old, errors);
  validateStates(status.initContainerStatuses, before.initContainerStatuses, 'initContainerStatuses', old, errors);
  const { ephemeralContainerStatuses: ephemeral } = status;
  validateStates(ephemeral, before.ephemeralContainerStatuses, 'ephemeralContainerStatuses', old, errors);
  validateAddresses(list(status.podIPs), 'podIPs', errors);
  validateAddresses(list(status.hostIPs), 'hostIPs', errors);
}

/** A container that ended for good does not come back. */
function validateStates(
  now: readonly ContainerStatus[] | undefined,
  before: readonly ContainerStatus[] | undefined,
  name: string,
  { spec }: Pod,
  errors: ErrorList,
): void {
  const policy = name === 'ephemeralContainerStatuses' ? 'Never' : (spec?.restartPolicy ?? 'Always');
  if (policy === 'Always') return;
  for (const was of list(before)) {
    const ended = was.state?.terminated;
    if (!isSet(ended) || (policy === 'OnFailure' && Number(ended.exitCode ?? 0) !== 0)) continue;
    if (name === 'initContainerStatuses' && isSidecar(spec, was.name)) continue;
    const index = list(now).findIndex((status) => status.name === was.name);
    if (index < 0 || isSet(list(now)[index]?.state?.terminated)) continue;
    errors.forbidden(STATUS.child(name).index(index).child('state'), 'may not be transitioned to non-terminated state');
  }
}

const isSidecar = (spec: Pod['spec'], name: string | undefined): boolean =>
  list(spec?.initContainers).some((container) => container.name === name && container.restartPolicy === 'Always');

function validateAddresses(addresses: readonly { readonly ip?: string }[], name: string, errors: ErrorList): void {
  const path = STATUS.child(name);
  for (const [index, { ip }] of addresses.entries()) {
    errors.invalidEach(path.index(index), text(ip), ipProblems(text(ip), false));
  }
  if (addresses.length < 2) return;
  const families = addresses.map(({ ip }) => parseIP(text(ip))?.family);
  if (new Set(families).size !== families.length) {
    errors.invalid(
      path,
      addresses.map(({ ip }) => ip),
      'may specify no more than one IP for each IP family',
    );
  }
}

export function validateServiceStatusUpdate(object: Service, _: Service, errors: ErrorList): void {
  const ingress = list(object.status?.loadBalancer?.ingress);
  const path = STATUS.child('loadBalancer').child('ingress');
  if (object.spec?.type !== 'LoadBalancer' && ingress.length > 0) {
    return errors.forbidden(path, "may only be used when `spec.type` is 'LoadBalancer'");
  }
  for (const [index, item] of ingress.entries()) validateIngress(item, path.index(index), errors);
}

/** Before, nothing gave an address its mode unless a gate was on. */
const IP_MODES_SINCE: Minor = 30;
const IP_MODES = ['Proxy', 'VIP'] as const;

function validateIngress({ ip, hostname, ipMode }: LoadBalancerIngress, path: Path, errors: ErrorList): void {
  const address = text(ip);
  if (address !== '') errors.invalidEach(path.child('ip'), address, ipProblems(address, false));
  const hasModes = errors.minor >= IP_MODES_SINCE;
  if (hasModes && address !== '' && !isSet(ipMode))
    errors.required(path.child('ipMode'), 'must be specified when `ip` is set');
  if (isSet(ipMode) && address === '') {
    errors.forbidden(path.child('ipMode'), 'may not be specified when `ip` is not set');
  } else if (isSet(ipMode) && !IP_MODES.some((mode) => mode === ipMode)) {
    errors.notSupported(path.child('ipMode'), ipMode, IP_MODES);
  }
  const name = text(hostname);
  if (name === '') return;
  errors.invalidEach(path.child('hostname'), name, dns1123SubdomainProblems(name));
  if (parseIP(name) !== undefined)
    errors.invalid(path.child('hostname'), name, 'must be a DNS name, not an IP address');
}
