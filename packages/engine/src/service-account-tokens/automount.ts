/**
 * Whether a pod gets the token of its service account without asking.
 * Source: plugin/pkg/admission/serviceaccount/admission.go.
 */
import { flagOf } from '../security-context/plain-values.js';

/** Where the containers find the token, the CA of the API server and their namespace. */
export const API_TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The field that both the pod's spec and the service account have. */
export interface AutomountField {
  readonly automountServiceAccountToken?: boolean;
}

export interface Automount {
  readonly mounts: boolean;
  /** `default`: neither says anything, and that mounts it. */
  readonly decidedBy: 'pod' | 'service-account' | 'default';
}

/** The pod decides, then its service account; without a word of either the token is mounted. */
export function automountOf(pod: AutomountField, account: AutomountField | undefined): Automount {
  const own = flagOf(pod.automountServiceAccountToken);
  if (own !== undefined) return { mounts: own, decidedBy: 'pod' };
  const ofAccount = flagOf(account?.automountServiceAccountToken);
  return ofAccount === undefined
    ? { mounts: true, decidedBy: 'default' }
    : { mounts: ofAccount, decidedBy: 'service-account' };
}
