/**
 * Random parts of generated names.
 *
 * Source: k8s.io/apimachinery/pkg/util/rand: no vowels and nothing that looks like another character.
 */
import { randomInt } from 'node:crypto';

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const LENGTH = 5;

export function randomNameSuffix(): string {
  let suffix = '';
  for (let count = 0; count < LENGTH; count++) suffix += ALPHABET[randomInt(ALPHABET.length)] ?? '';
  return suffix;
}
