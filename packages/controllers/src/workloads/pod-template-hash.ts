/**
 * The suffix that tells the pods of one template from those of another: stable for a template, and of letters that
 * spell nothing.
 *
 * Source: pkg/util/hash, k8s.io/apimachinery/pkg/util/rand. What upstream hashes is a printed Go value; only that equal
 * templates have equal hashes can be relied on.
 */
import type { PodTemplateSpec } from '@bulkhead/apimachinery/types/core-v1';
import { canonicalJson } from '../frame/canonical-json.js';

export const TEMPLATE_HASH_LABEL = 'pod-template-hash';

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

export function podTemplateHash(template: PodTemplateSpec, collisionCount: number | undefined): string {
  const text = `${canonicalJson(template)}${collisionCount ?? ''}`;
  let hash = FNV_OFFSET;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, FNV_PRIME) >>> 0;
  return safeEncode(String(hash));
}

export const safeEncode = (text: string): string =>
  [...text].map((letter) => ALPHABET[letter.charCodeAt(0) % ALPHABET.length]).join('');

/** Whether pods of both are the same pods, whatever the hash says. */
export function equalTemplates(one: PodTemplateSpec | undefined, other: PodTemplateSpec | undefined): boolean {
  return canonicalJson(withoutHash(one)) === canonicalJson(withoutHash(other));
}

export function withoutHash(template: PodTemplateSpec | undefined): PodTemplateSpec {
  const { labels, ...metadata } = template?.metadata ?? {};
  const { [TEMPLATE_HASH_LABEL]: _, ...others } = labels ?? {};
  return { ...template, metadata: { ...metadata, ...(Object.keys(others).length === 0 ? {} : { labels: others }) } };
}
