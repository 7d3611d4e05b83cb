/**
 * JSON numbers as Kubernetes reads them (sigs.k8s.io/json): an integer stays one where 64 bits hold it, everything else
 * is a double.
 */
import { isDigit } from '../yaml/characters.js';
import { invalidCharacter, type JsonProblem } from './json-problem.js';

/** Digits that a double holds exactly whatever they are. */
const SAFE_DIGITS = 15;

const INT64_MIN = -9223372036854775808n;
const UINT64_MAX = 18446744073709551615n;

export interface JsonNumber {
  readonly value: number | bigint;
  readonly end: number;
  /** How it is written, where it is not written as this machine would write it: `1.0`, `1e2`. */
  readonly spelled: string | undefined;
}

/** Reads the number at `start`. One that no double can hold has the value Infinity. */
export function readJsonNumber(text: string, start: number): JsonNumber | JsonProblem {
  let position = text.charCodeAt(start) === 45 ? start + 1 : start;
  if (!isDigit(text.charCodeAt(position))) return invalidCharacter(text, position, 'in numeric literal');
  position = text.charCodeAt(position) === 48 ? position + 1 : passDigits(text, position);
  const integerEnd = position;
  if (text.charCodeAt(position) === 46) {
    position++;
    if (!isDigit(text.charCodeAt(position))) {
      return invalidCharacter(text, position, 'after decimal point in numeric literal');
    }
    position = passDigits(text, position);
  }
  if ((text.charCodeAt(position) | 32) === 101) {
    position++;
    const sign = text.charCodeAt(position);
    if (sign === 43 || sign === 45) position++;
    if (!isDigit(text.charCodeAt(position))) {
      return invalidCharacter(text, position, 'in exponent of numeric literal');
    }
    position = passDigits(text, position);
  }
  const literal = text.slice(start, position);
  if (position === integerEnd) return { value: toInteger(literal) || 0, end: position, spelled: undefined };
  const value = Number(literal) || 0;
  return { value, end: position, spelled: String(value) === literal ? undefined : literal };
}

function toInteger(literal: string): number | bigint {
  if (literal.length <= SAFE_DIGITS) return Number(literal);
  const double = Number(literal);
  if (Number.isSafeInteger(double)) return double;
  // A double has 309 digits at most; more are Infinity and need no exact value.
  if (literal.length > 20) return double;
  const value = BigInt(literal);
  return value < INT64_MIN || value > UINT64_MAX ? double : value;
}

function passDigits(text: string, from: number): number {
  let position = from;
  while (isDigit(text.charCodeAt(position))) position++;
  return position;
}
