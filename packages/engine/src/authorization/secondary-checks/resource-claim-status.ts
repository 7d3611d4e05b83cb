/**
 * Fine rights on the status of a ResourceClaim (gate DRAResourceClaimGranularStatusAuthorization, 1.36): one to
 * allocate and reserve, one per driver to report on devices, which a driver on the node of the allocation gets with a
 * weaker verb.
 *
 * Source: pkg/registry/resource/utils.go, pkg/registry/resource/resourceclaim/strategy.go.
 */
import { type FieldError, forbidden as forbiddenField, type VersionProfile } from '@bulkhead/apimachinery';
import type {
  AllocatedDeviceStatus,
  AllocationResult,
  ResourceClaimStatus,
} from '@bulkhead/apimachinery/types/resource-v1';
import type { Attributes } from '../attributes.js';
import { type AuthorizationResult, aggregateMessage } from '../decision.js';
import { forbidden } from '../forbidden.js';
import { isDNS1123Subdomain } from '../name-syntax.js';
import type { Procedure } from '../procedure.js';
import { semanticallyEqual } from '../semantic-equality.js';
import { splitServiceAccountUsername } from '../service-account-user.js';
import type { UserInfo } from '../user-info.js';
import { isAllowed } from './secondary-check.js';

const NODE_NAME = 'authentication.kubernetes.io/node-name';

/** Errors of validation for a write of the status; `attributes` are those of the request. */
export function* checkResourceClaimStatus(
  attributes: Attributes,
  status: ResourceClaimStatus,
  oldStatus: ResourceClaimStatus,
  profile: VersionProfile,
): Procedure<readonly FieldError[]> {
  if (!profile.enabled('DRAResourceClaimGranularStatusAuthorization')) return [];
  const errors = [...(yield* checkBinding(attributes, status, oldStatus))];
  // Without an allocation what devices report is dropped.
  if (profile.enabled('DRAResourceClaimDeviceStatus') && status.allocation !== undefined) {
    errors.push(...(yield* checkDevices(attributes, status, oldStatus)));
  }
  return errors;
}

function* checkBinding(
  attributes: Attributes,
  status: ResourceClaimStatus,
  oldStatus: ResourceClaimStatus,
): Procedure<readonly FieldError[]> {
  const isUnchanged =
    semanticallyEqual(status.allocation, oldStatus.allocation) &&
    semanticallyEqual(status.reservedFor, oldStatus.reservedFor);
  if (isUnchanged) return [];
  const asked: Attributes = { ...attributes, subresource: 'binding', namespace: '', name: '' };
  const refused = refusalOf(asked, yield asked);
  if (refused === undefined) return [];
  const needed = `resource="resourceclaims/binding", verb="${attributes.verb}"`;
  const text = `changing status.allocation or status.reservedFor requires ${needed} permission: ${refused}`;
  return [forbiddenField('status.allocation', text)];
}

function* checkDevices(
  attributes: Attributes,
  status: ResourceClaimStatus,
  oldStatus: ResourceClaimStatus,
): Procedure<readonly FieldError[]> {
  const { user, verb } = attributes;
  const isOnNode = isOnAllocatedNode(user, allocatedNode(status.allocation));
  const verbs = [...(isOnNode ? [`associated-node:${verb}`] : []), `arbitrary-node:${verb}`];
  const errors: FieldError[] = [];
  for (const driver of changedDrivers(status.devices ?? [], oldStatus.devices ?? [])) {
    const refused = yield* checkDriver(attributes, verbs, driver);
    if (refused === undefined) continue;
    const needed = `resource="resourceclaims/driver", verb="[${verbs.join(' ')}]"`;
    errors.push(forbiddenField('status.devices', `changing status.devices requires ${needed} permission: ${refused}`));
  }
  return errors;
}

/** One of the verbs is enough; the first refusal is told. */
function* checkDriver(attributes: Attributes, verbs: readonly string[], name: string): Procedure<string | undefined> {
  let firstRefusal: string | undefined;
  for (const verb of verbs) {
    const asked: Attributes = { ...attributes, verb, subresource: 'driver', name };
    const refused = refusalOf(asked, yield asked);
    if (refused === undefined) return undefined;
    firstRefusal ??= refused;
  }
  return firstRefusal;
}

function refusalOf(asked: Attributes, result: AuthorizationResult): string | undefined {
  if (isAllowed(result)) return undefined;
  const parts = [aggregateMessage(result.errors), result.reason].filter((part) => part !== '');
  return forbidden(asked, parts.join(': ')).message;
}

/** Drivers with an entry that is new, different or gone, sorted. */
function changedDrivers(
  devices: readonly AllocatedDeviceStatus[],
  oldDevices: readonly AllocatedDeviceStatus[],
): readonly string[] {
  const drivers = new Set<string>();
  const remaining = new Map(oldDevices.map((device) => [deviceKey(device), device]));
  for (const device of devices) {
    const key = deviceKey(device);
    const old = remaining.get(key);
    remaining.delete(key);
    if (old === undefined || !semanticallyEqual(old, device)) drivers.add(device.driver ?? '');
  }
  for (const device of remaining.values()) drivers.add(device.driver ?? '');
  return [...drivers].sort();
}

const deviceKey = ({ driver = '', pool = '', device = '', shareID = '' }: AllocatedDeviceStatus): string =>
  JSON.stringify([driver, pool, device, shareID]);

/** The node of an allocation that names exactly one. */
function allocatedNode(allocation: AllocationResult | undefined): string {
  const terms = allocation?.nodeSelector?.nodeSelectorTerms ?? [];
  const [term] = terms;
  if (terms.length !== 1 || term === undefined || (term.matchExpressions ?? []).length > 0) return '';
  const fields = term.matchFields ?? [];
  const [field] = fields;
  if (fields.length !== 1 || field?.key !== 'metadata.name' || field.operator !== 'In') return '';
  return field.values?.length === 1 ? (field.values[0] ?? '') : '';
}

function isOnAllocatedNode(user: UserInfo, node: string): boolean {
  if (node === '' || splitServiceAccountUsername(user.name) === undefined) return false;
  const names = user.extra.get(NODE_NAME) ?? [];
  return names.length === 1 && names[0] === node && isDNS1123Subdomain(node);
}
