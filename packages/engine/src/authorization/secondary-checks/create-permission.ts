/**
 * Where `create` is needed beside the verb of the request: an update or a patch that makes the object, and a connection
 * to a pod, which clients open with POST or, over WebSocket, with GET.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/handlers/{update,patch}.go; pkg/registry/core/pod/rest/authorize.go (1.35).
 */
import type { VersionProfile } from '@bulkhead/apimachinery';
import { forbiddenStatus, internalErrorStatus, plainErrorStatus } from '../api-status.js';
import type { Attributes } from '../attributes.js';
import { aggregateMessage } from '../decision.js';
import { forbidden } from '../forbidden.js';
import type { Procedure } from '../procedure.js';
import { isAllowed, type Refusal } from './secondary-check.js';

/** The check of an update or patch that would make the object; `attributes` are those of the request. */
export function* checkCreateOnWrite(attributes: Attributes): Procedure<Refusal> {
  const asked: Attributes = { ...attributes, verb: 'create' };
  const result = yield asked;
  if (isAllowed(result)) return undefined;
  if (result.errors.length > 0) return internalErrorStatus(aggregateMessage(result.errors));
  return forbidden(asked, result.reason);
}

const CONNECTIONS: ReadonlySet<string> = new Set(['exec', 'attach', 'portforward']);

/** The check of a connection to `pods/exec`, `pods/attach` and `pods/portforward`; nothing for anything else. */
export function* checkPodConnection(attributes: Attributes, profile: VersionProfile): Procedure<Refusal> {
  const { apiGroup, resource, subresource, name, verb } = attributes;
  if (apiGroup !== '' || resource !== 'pods' || !CONNECTIONS.has(subresource)) return undefined;
  if (verb === 'create' || !profile.enabled('AuthorizePodWebsocketUpgradeCreatePermission')) return undefined;
  const result = yield { ...attributes, verb: 'create' };
  // An error refuses even where the decision allows.
  if (result.errors.length > 0) return plainErrorStatus(aggregateMessage(result.errors));
  if (isAllowed(result)) return undefined;
  return forbiddenStatus({ group: apiGroup, resource }, name, result.reason);
}
