/**
 * The volume by which a pod gets the token of its service account, the CA of the API server and its namespace.
 *
 * Source: plugin/pkg/admission/serviceaccount/admission.go (TokenVolumeSource).
 */
import type { Volume } from '@bulkhead/apimachinery/types/core-v1';

export const API_TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

/** An hour and 7 seconds: by this number the token is known to be one of these. */
const EXPIRATION_SECONDS = 3607;

export function tokenVolume(name: string): Volume {
  const fieldRef = { apiVersion: 'v1', fieldPath: 'metadata.namespace' };
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: EXPIRATION_SECONDS, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardAPI: { items: [{ path: 'namespace', fieldRef }] } },
      ],
      defaultMode: 0o644,
    },
  };
}
