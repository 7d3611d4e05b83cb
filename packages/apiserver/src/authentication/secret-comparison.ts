/** Comparing secrets in a time that tells nothing of them. */
import { createHash, timingSafeEqual } from 'node:crypto';

/** Hashes are compared: they have one length, and what of them is equal says nothing about the texts. */
export function equalSecrets(left: string | Uint8Array, right: string | Uint8Array): boolean {
  return timingSafeEqual(sha256(left), sha256(right));
}

export const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();
