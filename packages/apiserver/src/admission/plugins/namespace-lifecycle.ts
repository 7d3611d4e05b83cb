/**
 * NamespaceLifecycle: nothing is made in a namespace that is not there or is being deleted, and the namespaces of the
 * system are not deleted.
 *
 * Source: k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go.
 */
import type { Namespace } from '@bulkhead/apimachinery/types/core-v1';
import { notFoundStatus } from '@bulkhead/engine/authorization';
import { StatusError } from '../../http/status-error.js';
import { refusal } from '../admission-refusal.js';
import type { AdmissionDependencies } from '../dependencies.js';
import type { AdmissionAttributes, AdmissionPlugin } from '../plugin.js';

const IMMORTAL: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);

/** A cache that still shows a deleted namespace as active is not believed for so long. */
const DISTRUST_MILLISECONDS = 30_000;
const MAX_DISTRUSTED = 100;

export function namespaceLifecycle({ caches, liveGet }: AdmissionDependencies): AdmissionPlugin {
  const distrusted = new RecentNames();
  const lookUp = async (name: string, operation: string): Promise<Namespace | undefined> => {
    const cached: Namespace | undefined = caches.cache('', 'namespaces')?.get('', name)?.object;
    const mayBeStale = operation === 'CREATE' && distrusted.has(name) && !isTerminating(cached);
    return cached === undefined || mayBeStale ? liveGet('', 'namespaces', '', name) : cached;
  };
  return {
    name: 'NamespaceLifecycle',
    handles: ({ operation }) => operation !== 'CONNECT',
    async admit(attributes) {
      const { operation, object, namespace } = attributes;
      if (isNamespace(attributes)) {
        if (operation === 'DELETE') refuseImmortal(attributes, distrusted);
        return object;
      }
      // What the answer to an access review would say of the namespace is not for everybody.
      if (namespace === '' || operation === 'DELETE' || isAccessReview(attributes)) return object;
      const found = await lookUp(namespace, operation);
      if (found === undefined) {
        throw new StatusError(notFoundStatus({ group: '', resource: 'namespaces' }, namespace));
      }
      if (operation === 'CREATE' && isTerminating(found)) throw terminating(attributes);
      return object;
    },
  };
}

const isNamespace = ({ kind }: AdmissionAttributes): boolean => kind.group === '' && kind.kind === 'Namespace';

const isAccessReview = ({ resource }: AdmissionAttributes): boolean =>
  resource.group === 'authorization.k8s.io' && resource.resource === 'localsubjectaccessreviews';

const isTerminating = (namespace: Namespace | undefined): boolean => namespace?.status?.phase === 'Terminating';

function refuseImmortal(attributes: AdmissionAttributes, distrusted: RecentNames): void {
  if (IMMORTAL.has(attributes.name)) throw refusal(attributes, 'this namespace may not be deleted');
  distrusted.add(attributes.name);
}

function terminating(attributes: AdmissionAttributes): StatusError {
  const { namespace } = attributes;
  const text = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const message = `namespace ${namespace} is being terminated`;
  return refusal(attributes, text, [{ reason: 'NamespaceTerminating', message, field: 'metadata.namespace' }]);
}

/** Names of the last half minute, the newest of them. */
class RecentNames {
  readonly #until = new Map<string, number>();

  add(name: string): void {
    this.#until.delete(name);
    this.#until.set(name, performance.now() + DISTRUST_MILLISECONDS);
    const oldest = this.#until.keys().next();
    if (this.#until.size > MAX_DISTRUSTED && oldest.done !== true) this.#until.delete(oldest.value);
  }

  has(name: string): boolean {
    const until = this.#until.get(name);
    if (until === undefined) return false;
    if (until > performance.now()) return true;
    this.#until.delete(name);
    return false;
  }
}
