/**
 * The volume by which a pod gets the token of its service account, the CA of the API server and its namespace.
 *
 * Source: plugin/pkg/admission/serviceaccount/admission.go (TokenVolumeSource).
 */
import type { Volume } from '@bulkhead/apimachinery/types/core-v1';
import { AUTOMOUNT_LIFETIME } from '@bulkhead/engine/service-account-tokens';

export function tokenVolume(name: string): Volume {
  const fieldRef = { apiVersion: 'v1', fieldPath: 'metadata.namespace' };
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: AUTOMOUNT_LIFETIME, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardAPI: { items: [{ path: 'namespace', fieldRef }] } },
      ],
      defaultMode: 0o644,
    },
  };
}
