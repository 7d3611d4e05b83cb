/**
 * What the API server says about addresses and blocks in fields: errors, and since 1.33 warnings.
 * Strict reading (gate StrictIPCIDRValidation) also refuses leading zeros, IPv4-mapped addresses and host bits.
 * Source: k8s.io/apimachinery/pkg/util/validation/ip.go, pkg/apis/core/validation ValidateEndpointIP.
 */
import { quote } from '../field-error.js';
import { NO_PROBLEMS } from '../names/message.js';
import type { Minor } from '../version.js';
import { type CIDR, formatCIDR, formatStrictCIDR, parseCIDR, parseCIDRStrictly } from './cidr.js';
import { formatIP, formatStrictIP, type IPAddress, parseIP, parseIPStrictly } from './ip-address.js';

const INVALID_IP = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
const INVALID_CIDR = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

/** How warnings call a value that strict reading refuses. */
const NON_STANDARD: readonly { readonly minimumMinor: Minor; readonly text: string }[] = [
  { minimumMinor: 33, text: 'will be considered invalid in a future Kubernetes release' },
  { minimumMinor: 36, text: 'is invalid' },
];

/** Details of an "Invalid value" error for an IP field; none for a good address. */
export function ipProblems(text: string, isStrict: boolean): readonly string[] {
  const address = parseIP(text);
  if (address === undefined) return [INVALID_IP];
  if (!isStrict) return NO_PROBLEMS;
  if (parseIPStrictly(text) === undefined) return ['must not have leading 0s'];
  return address.isMapped ? ['must not be an IPv4-mapped IPv6 address'] : NO_PROBLEMS;
}

/** As `ipProblems` in the strict reading, demanding the canonical form too. */
export function canonicalIPProblems(text: string): readonly string[] {
  const problems = ipProblems(text, true);
  if (problems.length > 0) return problems;
  const address = parseIP(text);
  const canonical = address === undefined ? text : formatIP(address);
  return canonical === text ? NO_PROBLEMS : [`must be in canonical form (${quote(canonical)})`];
}

/** Details of an "Invalid value" error for a CIDR field. */
export function cidrProblems(text: string, isStrict: boolean): readonly string[] {
  const cidr = parseCIDR(text);
  if (cidr === undefined) return [INVALID_CIDR];
  if (!isStrict) return NO_PROBLEMS;
  if (parseCIDRStrictly(text) === undefined) return ['must not have leading 0s in IP or prefix length'];
  if (cidr.address.isMapped) return ['must not have an IPv4-mapped IPv6 address'];
  return cidr.base === cidr.address.value ? NO_PROBLEMS : ['must not have bits set beyond the prefix length'];
}

export function canonicalCIDRProblems(text: string): readonly string[] {
  const problems = cidrProblems(text, true);
  if (problems.length > 0) return problems;
  const cidr = parseCIDR(text);
  const canonical = cidr === undefined ? text : formatCIDR(cidr);
  return canonical === text ? NO_PROBLEMS : [`must be in canonical form (${quote(canonical)})`];
}

/** Addresses that no endpoint and no external IP may have. */
export function endpointIPProblems(text: string): readonly string[] {
  const address = parseIP(text);
  if (address === undefined) return ['must be a valid IP address'];
  const problems: string[] = [];
  if (isUnspecified(address)) problems.push(`may not be unspecified (${text})`);
  if (isLoopback(address)) problems.push('may not be in the loopback range (127.0.0.0/8, ::1/128)');
  if (isLinkLocalUnicast(address)) problems.push('may not be in the link-local range (169.254.0.0/16, fe80::/10)');
  if (isLinkLocalMulticast(address)) {
    problems.push('may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)');
  }
  return problems.length === 0 ? NO_PROBLEMS : problems;
}

const octets = (address: IPAddress): bigint => address.value & 0xffffffffn;

const isUnspecified = (address: IPAddress): boolean =>
  address.family === 4 ? octets(address) === 0n : address.value === 0n;

const isLoopback = (address: IPAddress): boolean =>
  address.family === 4 ? octets(address) >> 24n === 127n : address.value === 1n;

const isLinkLocalUnicast = (address: IPAddress): boolean =>
  address.family === 4 ? octets(address) >> 16n === 0xa9fen : address.value >> 118n === 0x3fan;

const isLinkLocalMulticast = (address: IPAddress): boolean =>
  address.family === 4 ? octets(address) >> 8n === 0xe00000n : ((address.value >> 112n) & 0xff0fn) === 0xff02n;

function nonStandardText(minor: Minor): string | undefined {
  return NON_STANDARD.findLast((wording) => minor >= wording.minimumMinor)?.text;
}

/** Warnings about a valid address that is not in standard form; none before 1.33. */
export function ipWarnings(path: string, text: string, minor: Minor): readonly string[] {
  const nonStandard = nonStandardText(minor);
  const address = parseIP(text);
  if (nonStandard === undefined || address === undefined) return NO_PROBLEMS;
  const strict = parseIPStrictly(text);
  if (strict === undefined || strict.isMapped) {
    return [`${path}: non-standard IP address ${quote(text)} ${nonStandard}: use ${quote(formatIP(address))}`];
  }
  const canonical = formatStrictIP(strict);
  if (strict.family === 6 && canonical !== text) {
    return [`${path}: IPv6 address ${quote(text)} should be in RFC 5952 canonical format (${quote(canonical)})`];
  }
  return NO_PROBLEMS;
}

/** Warnings about a valid block that is ambiguous or not in standard form; none before 1.33. */
export function cidrWarnings(path: string, text: string, minor: Minor): readonly string[] {
  const nonStandard = nonStandardText(minor);
  const cidr = parseCIDR(text);
  if (nonStandard === undefined || cidr === undefined) return NO_PROBLEMS;
  const warnings: string[] = [];
  if (cidr.base !== cidr.address.value) warnings.push(ambiguity(path, text, cidr));
  const strict = parseCIDRStrictly(text);
  if (strict === undefined || strict.address.isMapped) {
    warnings.push(`${path}: non-standard CIDR value ${quote(text)} ${nonStandard}: use ${quote(formatCIDR(cidr))}`);
  }
  if (warnings.length > 0 || strict === undefined || strict.address.family === 4) return warnings;
  const canonical = formatStrictCIDR(strict);
  if (canonical === text) return NO_PROBLEMS;
  return [`${path}: IPv6 CIDR value ${quote(text)} should be in RFC 5952 canonical format (${quote(canonical)})`];
}

function ambiguity(path: string, text: string, cidr: CIDR): string {
  const single = `${formatIP(cidr.address)}/${cidr.bits}`;
  const block = formatCIDR(cidr);
  return `${path}: CIDR value ${quote(text)} is ambiguous in this context (should be ${quote(block)} or ${quote(single)}?)`;
}
