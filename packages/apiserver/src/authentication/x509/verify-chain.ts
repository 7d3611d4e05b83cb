/**
 * Whether a certificate leads to a trusted authority and may identify a client.
 *
 * Source: Go's crypto/x509 (Certificate.Verify), whose texts these are.
 */
import {
  basicConstraints,
  type Certificate,
  extendedKeyUsages,
  KEY_USAGE,
  keyUsageBits,
  OID,
} from '../../pki/certificate.js';

/** The times between which the whole chain is valid. */
export interface VerifiedChain {
  readonly notBefore: number;
  readonly notAfter: number;
}

export type ChainResult = { readonly chain: VerifiedChain } | { readonly error: string };

const MAX_DEPTH = 8;
/** Many certificates of one name would make many ways to try. */
const MAX_SIGNATURE_CHECKS = 100;

const UNKNOWN_AUTHORITY = 'x509: certificate signed by unknown authority';
const INCOMPATIBLE_USAGE = 'x509: certificate specifies an incompatible key usage';

/** SHA-2 with RSA, RSA-PSS or ECDSA, and Ed25519. */
const SIGNATURE_ALGORITHMS: ReadonlySet<string> = new Set([
  ...['1.2.840.113549.1.1.10', '1.2.840.113549.1.1.11', '1.2.840.113549.1.1.12', '1.2.840.113549.1.1.13'],
  ...['1.2.840.10045.4.3.2', '1.2.840.10045.4.3.3', '1.2.840.10045.4.3.4', '1.3.101.112'],
]);

/** Name constraints are not among them: who has them is no authority here. */
const UNDERSTOOD_EXTENSIONS: ReadonlySet<string> = new Set([
  ...[OID.subjectKeyIdentifier, OID.keyUsage, OID.subjectAlternativeName, OID.basicConstraints],
  ...[OID.authorityKeyIdentifier, OID.extendedKeyUsage, '2.5.29.31', '2.5.29.32'],
]);

export function verifyClientChain(
  leaf: Certificate,
  intermediates: readonly Certificate[],
  roots: readonly Certificate[],
  now: number,
): ChainResult {
  try {
    return new ChainSearch(intermediates, roots, now).verify(leaf);
  } catch {
    return { error: 'x509: malformed certificate' };
  }
}

class ChainSearch {
  readonly #intermediates: readonly Certificate[];
  readonly #roots: readonly Certificate[];
  readonly #now: number;
  #checksLeft = MAX_SIGNATURE_CHECKS;
  /** Of a chain that was found and could not be used: says more than that there is none. */
  #error: string | undefined;

  constructor(intermediates: readonly Certificate[], roots: readonly Certificate[], now: number) {
    this.#intermediates = intermediates;
    this.#roots = roots;
    this.#now = now;
  }

  verify(leaf: Certificate): ChainResult {
    const problem = validityProblem(leaf, this.#now);
    if (problem !== undefined) return { error: problem };
    const chain = this.#search([leaf]);
    if (chain === undefined) return { error: this.#error ?? UNKNOWN_AUTHORITY };
    return {
      chain: {
        notBefore: Math.max(...chain.map(({ notBefore }) => notBefore)),
        notAfter: Math.min(...chain.map(({ notAfter }) => notAfter)),
      },
    };
  }

  #search(path: readonly Certificate[]): readonly Certificate[] | undefined {
    const last = path.at(-1);
    if (last === undefined) return undefined;
    if (path.length === 1 && this.#roots.some((root) => root.der.equals(last.der))) return this.#usable(path);
    for (const root of this.#roots) {
      if (this.#isIssuer(root, last, path, false)) {
        const chain = this.#usable([...path, root]);
        if (chain !== undefined) return chain;
      }
    }
    if (path.length >= MAX_DEPTH) return undefined;
    for (const intermediate of this.#intermediates) {
      if (path.some((known) => known.der.equals(intermediate.der))) continue;
      if (!this.#isIssuer(intermediate, last, path, true)) continue;
      const chain = this.#search([...path, intermediate]);
      if (chain !== undefined) return chain;
    }
    return undefined;
  }

  #isIssuer(issuer: Certificate, subject: Certificate, path: readonly Certificate[], isIntermediate: boolean): boolean {
    if (!issuer.subjectName.equals(subject.issuerName)) return false;
    const constraints = basicConstraints(issuer);
    const usage = keyUsageBits(issuer);
    if (constraints?.authority !== true && (isIntermediate || issuer.version >= 3)) return false;
    if (usage !== undefined && (usage & KEY_USAGE.certSign) === 0) return false;
    if (constraints?.pathLength !== undefined && path.length - 1 > constraints.pathLength) return false;
    if (issuer.extensions.has(OID.nameConstraints)) return false;
    if (!SIGNATURE_ALGORITHMS.has(subject.signatureAlgorithm)) return false;
    const problem = validityProblem(issuer, this.#now);
    if (problem !== undefined) {
      this.#error ??= problem;
      return false;
    }
    if (this.#checksLeft <= 0) return false;
    this.#checksLeft -= 1;
    return subject.x509.verify(issuer.x509.publicKey);
  }

  /** Each certificate that limits what it is for must allow clients. */
  #usable(chain: readonly Certificate[]): readonly Certificate[] | undefined {
    const allows = (certificate: Certificate): boolean => {
      const usages = extendedKeyUsages(certificate);
      return usages === undefined || usages.includes(OID.clientAuth) || usages.includes(OID.anyExtendedKeyUsage);
    };
    if (chain.every(allows)) return chain;
    this.#error = INCOMPATIBLE_USAGE;
    return undefined;
  }
}

function validityProblem({ notBefore, notAfter, extensions }: Certificate, now: number): string | undefined {
  const time = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(/\.\d+/, '');
  const expired = 'x509: certificate has expired or is not yet valid: current time';
  if (now < notBefore) return `${expired} ${time(now)} is before ${time(notBefore)}`;
  if (now > notAfter) return `${expired} ${time(now)} is after ${time(notAfter)}`;
  for (const [type, { critical }] of extensions) {
    if (critical && !UNDERSTOOD_EXTENSIONS.has(type)) return 'x509: unhandled critical extension';
  }
  return undefined;
}
