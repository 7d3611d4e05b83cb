/**
 * How Services up to 1.32 are warned of addresses and blocks that Go's newer parser refuses or prints differently.
 * Source: pkg/api/service/warnings.go until 1.32; the texts after the colon are those of Go's net/netip.
 */
import { type CIDR, formatStrictCIDR, formatStrictIP, parseCIDRStrictly, parseIPStrictly } from '../ip/index.js';
import { goQuote } from '../schema/go-quote.js';

const LEADING_ZERO = 'IPv4 field has octet with leading zero';
const FUTURE = 'was accepted, but will be invalid in a future Kubernetes release';
const APPLY_LOOPS = 'which may cause controller apply-loops';

/** undefined where nothing is to be said. */
export function oldIPWarning(path: string, address: string): string | undefined {
  const strict = parseIPStrictly(address);
  if (strict === undefined) {
    const problem = ipProblem(address);
    return problem === undefined ? undefined : `${path}: IP address ${FUTURE}: ${problem}`;
  }
  const canonical = formatStrictIP(strict);
  if (!address.includes(':') || canonical === address) return undefined;
  return `${path}: IPv6 address ${notCanonical(address, canonical)}`;
}

export function oldCIDRWarning(path: string, cidr: string): string | undefined {
  const strict: CIDR | undefined = parseCIDRStrictly(cidr);
  if (strict === undefined) {
    const problem = cidrProblem(cidr);
    if (problem === undefined) return undefined;
    return `${path}: IP prefix ${FUTURE}: netip.ParsePrefix(${goQuote(cidr)}): ${problem}`;
  }
  const canonical = formatStrictCIDR(strict);
  if (!cidr.includes(':') || canonical === cidr) return undefined;
  return `${path}: IPv6 prefix ${notCanonical(cidr, canonical)}`;
}

const notCanonical = (written: string, canonical: string): string =>
  `${goQuote(written)} is not in RFC 5952 canonical format (${goQuote(canonical)}), ${APPLY_LOOPS}`;

/** A dotted address, or an IPv6 address that ends in one. */
const DOTTED = /^(?:[0-9A-Fa-f:]*:)?((?:[0-9]{1,3}\.){3}[0-9]{1,3})$/;

/** What the parser says first; only faults that are certain are named, others are refused by validation, or rare. */
function ipProblem(address: string): string | undefined {
  const prefix = `ParseAddr(${goQuote(address)}): `;
  if (!/[.:%]/.test(address)) return `${prefix}unable to parse IP`;
  const octets = DOTTED.exec(address)?.[1];
  return octets !== undefined && /(?:^|\.)0[0-9]/.test(octets) ? `${prefix}${LEADING_ZERO}` : undefined;
}

function cidrProblem(cidr: string): string | undefined {
  const slash = cidr.lastIndexOf('/');
  if (slash < 0) return undefined;
  const bits = cidr.slice(slash + 1);
  const address = cidr.slice(0, slash);
  if (parseIPStrictly(address) === undefined) return ipProblem(address);
  return /^0[0-9]+$/.test(bits) ? `bad bits after slash: ${goQuote(bits)}` : undefined;
}
