/**
 * What the verification of pull credentials means for a pod that wants an image of which the node has a copy: what it
 * gets that is not its own where nothing is verified, and what breaks where something is.
 * Source: KEP-2535; must-attempt-pull.ts and image-outcome.ts, asked of a pod without matching credentials.
 */
import { imageOutcome, type PullPolicy } from './image-outcome.js';
import { mustAttemptPull } from './must-attempt-pull.js';
import type { PulledRecord } from './pulled-record.js';
import type { PullVerification } from './verification-policy.js';

/** How the copy came to the node. */
export type CopyOrigin =
  /** A pod's pull secret brought it. */
  | 'pulled-with-secret'
  /** It was there before the kubelet, or was put there beside it. */
  | 'preloaded';

/** `use`: the pod runs on the copy. `pull`: it needs the registry, and there credentials if the image is private. */
export type CopyOutcome = ReturnType<typeof imageOutcome>;

/** What a pod without credentials for the image gets. */
export function outcomeWithoutCredentials(
  image: string,
  policy: PullPolicy,
  origin: CopyOrigin,
  verification: PullVerification,
): CopyOutcome {
  const record = origin === 'preloaded' ? 'none' : SOMEBODYS;
  const cached = { image, isPresent: true, record, hasIntent: false } as const;
  return imageOutcome(policy, mustAttemptPull(cached, verification, () => ({ secrets: [] })).mustPull);
}

/** A record of credentials of others, whatever the image is called. */
const SOMEBODYS: PulledRecord = new Map();
