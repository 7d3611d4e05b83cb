/**
 * Port numbers and port names (IANA service names).
 * Source: k8s.io/apimachinery/pkg/util/validation/validation.go.
 */
import { exceedsBytes } from './byte-length.js';
import { inclusiveRangeMessage, maxLengthMessage, NO_PROBLEMS } from './message.js';

export const PORT_NAME_MAX_LENGTH = 15;

const PORT_NUMBER_PROBLEMS: readonly string[] = [inclusiveRangeMessage(1, 65535)];

export function portNumberProblems(port: number | bigint): readonly string[] {
  return port >= 1 && port <= 65535 ? NO_PROBLEMS : PORT_NUMBER_PROBLEMS;
}

/** Every rule that the name breaks, in upstream's order. */
export function portNameProblems(name: string): readonly string[] {
  if (name.length <= PORT_NAME_MAX_LENGTH && /^[a-z]([a-z0-9]|-(?!-))*$/.test(name) && !name.endsWith('-')) {
    return NO_PROBLEMS;
  }
  const problems: string[] = [];
  if (exceedsBytes(name, PORT_NAME_MAX_LENGTH)) problems.push(maxLengthMessage(PORT_NAME_MAX_LENGTH));
  if (!/^[-a-z0-9]+$/.test(name)) {
    problems.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  }
  if (!/[a-z]/.test(name)) problems.push('must contain at least one letter (a-z)');
  if (name.includes('--')) problems.push('must not contain consecutive hyphens');
  if (name.startsWith('-') || name.endsWith('-')) problems.push('must not begin or end with a hyphen');
  return problems.length === 0 ? NO_PROBLEMS : problems;
}
