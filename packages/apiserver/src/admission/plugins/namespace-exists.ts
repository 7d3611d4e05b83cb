/**
 * NamespaceExists: no write to a namespace that is not there; NamespaceLifecycle says the same and more.
 *
 * Source: plugin/pkg/admission/namespace/exists/admission.go.
 */
import { notFoundStatus } from '@bulkhead/engine/authorization';
import { StatusError } from '../../http/status-error.js';
import { type AdmissionDependencies, cachedOrLive } from '../dependencies.js';
import type { AdmissionPlugin } from '../plugin.js';

export function namespaceExists(dependencies: AdmissionDependencies): AdmissionPlugin {
  return {
    name: 'NamespaceExists',
    handles: ({ operation, namespace, kind }) =>
      operation !== 'CONNECT' && namespace !== '' && !(kind.group === '' && kind.kind === 'Namespace'),
    async validate({ namespace }) {
      if ((await cachedOrLive(dependencies, '', 'namespaces', '', namespace)) !== undefined) return;
      throw new StatusError(notFoundStatus({ group: '', resource: 'namespaces' }, namespace));
    },
  };
}
