/**
 * Nodes, runtime classes, quotas, service accounts, resource slices and what configures admission.
 * Source: WarningsOnCreate of their strategies in pkg/registry, pkg/api/node/util.go,
 * pkg/apis/admissionregistration/validation/static_suffix.go.
 */
import type { Node, ResourceQuota, ServiceAccount } from '../generated/types/core-v1.js';
import type { ObjectMeta } from '../generated/types/meta-v1.js';
import type { RuntimeClass } from '../generated/types/node-v1.js';
import { compareQuantities, formatQuantity, parseQuantity, type Quantity } from '../quantity/index.js';
import { goQuote } from '../schema/go-quote.js';
import { Path } from '../validation/field-path.js';
import { entry, isSet, type QuantityMap, text } from '../validation/zero-value.js';
import type { Minor } from '../version.js';
import { warnOfCIDRs } from './addresses.js';
import { deprecatedKeys, deprecatedLabelMessage } from './node-label.js';
import type { WarningList } from './warning-list.js';

const MOUNTABLE_SECRETS_ANNOTATION = 'kubernetes.io/enforce-mountable-secrets';
const MOUNTABLE_SECRETS_SINCE: Minor = 32;
const QUOTA_SINCE: Minor = 35;
const DRIVER_CASE_SINCE: Minor = 35;
const STATIC_SUFFIX = { minimumMinor: 36, gate: 'ManifestBasedAdmissionControlConfig', suffix: '.static.k8s.io' };

const QUOTA_RESOURCES = ['cpu', 'memory', 'storage', 'ephemeral-storage'];
/** Quotas may name the requests of these without the prefix. */
const BARE_REQUESTS = ['cpu', 'memory'];

export function warnOfNode({ spec }: Node, warnings: WarningList): void {
  if (isSet(spec?.configSource)) warnings.add('spec.configSource: the feature is removed');
  if (text(spec?.externalID) !== '') {
    warnings.add('spec.externalID: this field is deprecated, and is unused by Kubernetes');
  }
  warnOfCIDRs(podCIDRs(spec), () => new Path('spec').child('podCIDRs'), warnings);
}

/** The list is made of the one block where only that was given. */
function podCIDRs(spec: Node['spec']): readonly string[] | undefined {
  const block = text(spec?.podCIDR);
  return isSet(spec?.podCIDRs) || block === '' ? spec?.podCIDRs : [block];
}

export function warnOfRuntimeClass({ scheduling }: RuntimeClass, warnings: WarningList): void {
  for (const key of deprecatedKeys(scheduling?.nodeSelector, warnings.minor)) {
    warnings.add(`scheduling.nodeSelector: ${deprecatedLabelMessage(key, warnings.minor) ?? ''}`);
  }
}

export function warnOfServiceAccount({ metadata }: ServiceAccount, warnings: WarningList): void {
  if (warnings.minor < MOUNTABLE_SECRETS_SINCE) return;
  if (entry(metadata?.annotations, MOUNTABLE_SECRETS_ANNOTATION) === undefined) return;
  const advice = 'prefer separate namespaces to isolate access to mounted secrets';
  warnings.add(`metadata.annotations[${MOUNTABLE_SECRETS_ANNOTATION}]: deprecated in v1.32+; ${advice}`);
}

export function warnOfResourceQuota({ spec }: ResourceQuota, warnings: WarningList): void {
  if (warnings.minor < QUOTA_SINCE) return;
  for (const resource of QUOTA_RESOURCES) {
    const isBare = BARE_REQUESTS.includes(resource) && entry(spec?.hard, `requests.${resource}`) === undefined;
    const requestName = isBare ? resource : `requests.${resource}`;
    const limitName = `limits.${resource}`;
    const request = hardQuantity(spec?.hard, requestName);
    const limit = hardQuantity(spec?.hard, limitName);
    if (request === undefined || limit === undefined || compareQuantities(request, limit) <= 0) continue;
    const names = [`${requestName} (${formatQuantity(request)})`, `${limitName} (${formatQuantity(limit)})`];
    warnings.add(`ResourceQuota ${names.join(' should be less than ')}`);
  }
}

function hardQuantity(hard: QuantityMap | undefined, name: string): Quantity | undefined {
  const written: unknown = entry(hard, name);
  return typeof written === 'string' || typeof written === 'number' ? parseQuantity(written) : undefined;
}

interface HasDriver {
  readonly spec?: { readonly driver?: string };
}

export function warnOfResourceSlice({ spec }: HasDriver, warnings: WarningList): void {
  const driver = text(spec?.driver);
  if (warnings.minor < DRIVER_CASE_SINCE || driver === driver.toLowerCase()) return;
  warnings.add(`spec.driver: driver names should be lowercase; ${goQuote(driver)} contains uppercase characters`);
}

interface HasMetadata {
  readonly metadata?: ObjectMeta;
}

/** Admission policies, their bindings, and webhook configurations. */
export function warnOfStaticSuffix({ metadata }: HasMetadata, warnings: WarningList): void {
  const { minimumMinor, gate, suffix } = STATIC_SUFFIX;
  if (warnings.minor < minimumMinor || !text(metadata?.name).endsWith(suffix)) return;
  if (warnings.profile.enabled(gate)) return;
  const reason = 'are reserved for static manifest-based configurations and cannot be managed via the API';
  warnings.add(`metadata.name: names ending with "${suffix}" ${reason}`);
}
