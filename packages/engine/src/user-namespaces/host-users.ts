/**
 * Whether a pod runs in a user namespace of its own: `hostUsers: false`, while the API server keeps the field and the
 * kubelet and runtime act on it. Before 1.30 the kubelet does not ask the runtime, and one without support runs the
 * pod in the node's namespace without a word; from 1.30 on the kubelet refuses to start it there.
 * Sources: pkg/kubelet/userns/userns_manager.go; pkg/kubelet/kuberuntime/util/util.go; KEP-127.
 */
import { quote, type VersionProfile } from '@bulkhead/apimachinery';
import type { PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import { type FieldSupport, fieldSupport } from '../security-context/field-support.js';
import { isOlderThan, type NodeFacts, runtimeHandlerName } from '../security-context/node-facts.js';
import { textOf } from '../security-context/plain-values.js';

/** From this minor on the kubelet refuses what the runtime cannot do. */
const ASKS_THE_RUNTIME = 30;

/** The first containerd that knows user namespaces at all; older ones pass over the request. */
const CONTAINERD_IGNORES_BEFORE = '1.7';

export interface HostUsers {
  /** The pod asks for a user namespace. */
  readonly requested: boolean;
  /** Whether the API server keeps the field. */
  readonly support: FieldSupport;
  /** The pod's processes are in a user namespace of their own, if they run at all. */
  readonly userNamespace: boolean;
  /** Set when the kubelet refuses to start the pod: the text of its event. */
  readonly refused?: string;
  /** The runtime is known to pass over the request. */
  readonly passedOver: boolean;
}

/** What becomes of `spec.hostUsers` on this cluster and node, or would when it were `requested`. */
export function hostUsersOf(
  spec: PodSpec,
  profile: VersionProfile,
  node?: NodeFacts,
  requested = spec.hostUsers === false,
): HostUsers {
  const support = fieldSupport('hostUsers', profile);
  if (!requested || !support.kept) return { requested, support, userNamespace: false, passedOver: false };
  if (profile.minor < ASKS_THE_RUNTIME) {
    const passedOver =
      node?.runtime !== 'cri-o' && isOlderThan(node?.runtimeVersion, CONTAINERD_IGNORES_BEFORE) === true;
    return { requested, support, userNamespace: !passedOver, passedOver };
  }
  const refused = handlerRefusal(spec, node);
  const outcome = { requested, support, userNamespace: true, passedOver: false };
  return refused === undefined ? outcome : { ...outcome, refused };
}

/** The kubelet's words when the handler of the pod's RuntimeClass does not report user namespaces. */
function handlerRefusal(spec: PodSpec, node: NodeFacts | undefined): string | undefined {
  if (node?.runtimeHandlers === undefined) return undefined;
  const name = runtimeHandlerName(textOf(spec.runtimeClassName), node);
  const handler = node.runtimeHandlers.get(name);
  if (handler?.userNamespaces === true) return undefined;
  const message =
    name === ''
      ? "can't set `spec.hostUsers: false`, runtime does not support user namespaces"
      : `can't set \`spec.hostUsers: false\`, RuntimeClass handler ${quote(name)} does not support user namespaces`;
  const unknown = handler === undefined && node.runtimeHandlers.size > 0;
  return unknown ? `${message}: the handler ${quote(name)} is not known` : message;
}
