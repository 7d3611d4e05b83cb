/**
 * Names that the server makes of `generateName`.
 *
 * Source: k8s.io/apiserver/pkg/storage/names/generate.go, k8s.io/apimachinery/pkg/util/rand.
 */
import { randomInt } from 'node:crypto';

/** Without vowels and look-alikes. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;
const MAX_PREFIX_LENGTH = 63 - SUFFIX_LENGTH;

export function generatedName(prefix: string): string {
  return `${prefix.slice(0, MAX_PREFIX_LENGTH)}${randomSuffix()}`;
}

export function randomSuffix(): string {
  let suffix = '';
  for (let index = 0; index < SUFFIX_LENGTH; index++) suffix += ALPHABET[randomInt(ALPHABET.length)];
  return suffix;
}
