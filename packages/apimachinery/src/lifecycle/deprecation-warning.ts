/**
 * The warning that a server sends with every request to a deprecated API.
 * Source: k8s.io/apiserver/pkg/endpoints/deprecation.
 */
import { formatMinor, type Minor } from '../version.js';
import { declaredIn, type Lifecycle } from './lifecycle.js';

/**
 * `batch/v1beta1 CronJob is deprecated in v1.21+, unavailable in v1.25+; use batch/v1 CronJob`; undefined when the API
 * is not deprecated in the minor. The text is what that minor's code declares.
 */
export function deprecationWarning(api: Lifecycle, minor: Minor): string | undefined {
  const deprecated = declaredIn(api.deprecated, minor);
  return deprecated === undefined || deprecated > minor ? undefined : lifecycleSentence(api, deprecated, minor);
}

/** The release that removes the API, as `1.25`: the annotation `k8s.io/removed-release` of audit events. */
export function removedRelease(api: Lifecycle, minor: Minor): string | undefined {
  const removed = declaredIn(api.removed, minor);
  return removed === undefined ? undefined : formatMinor(removed);
}

function lifecycleSentence(api: Lifecycle, deprecated: Minor, minor: Minor): string {
  const removed = removedRelease(api, minor);
  const replacement = declaredIn(api.replacement, minor);
  const unavailable = removed === undefined ? '' : `, unavailable in v${removed}+`;
  const use = replacement === undefined ? '' : `; use ${replacement.apiVersion} ${replacement.kind}`;
  return `${api.apiVersion} ${api.kind} is deprecated in v${formatMinor(deprecated)}+${unavailable}${use}`;
}
