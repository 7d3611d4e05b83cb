/**
 * The flags of kube-apiserver about service account tokens, checked as it checks them.
 *
 * Source: pkg/kubeapiserver/options/authentication.go.
 */
import { goQuote } from '@bulkhead/apimachinery';
import { signingKey, type TokenKeys, tokenKeys, verificationKeys } from './token-key.js';

export interface ServiceAccountFlags {
  /** `--service-account-issuer`, repeated. */
  readonly issuers: readonly string[];
  /** `--service-account-key-file`, repeated: the texts of the files by their names. */
  readonly keyFiles: ReadonlyMap<string, string>;
  /** `--service-account-signing-key-file`: its text. */
  readonly signingKeyFile?: { readonly name: string; readonly text: string };
  readonly maxExpirationSeconds?: number;
  readonly jwksURI?: string;
}

export type ServiceAccountOptions =
  | { readonly keys: TokenKeys }
  /** All that is wrong, one line each. */
  | { readonly errors: readonly string[] };

const HOUR = 3600;
const LIMIT = 2 ** 32;

export function serviceAccountOptions(flags: ServiceAccountFlags): ServiceAccountOptions {
  const { issuers, keyFiles, maxExpirationSeconds = 0, jwksURI } = flags;
  const errors = issuerErrors(issuers);
  if (keyFiles.size === 0) {
    errors.push('either `--service-account-key-file` or `--service-account-signing-endpoint` must be set');
  }
  if (maxExpirationSeconds !== 0 && (maxExpirationSeconds < HOUR || maxExpirationSeconds > LIMIT)) {
    errors.push('the service-account-max-token-expiration must be between 1 hour and 2^32 seconds');
  }
  if (jwksURI !== undefined && !jwksURI.startsWith('https://')) {
    errors.push(`service-account-jwks-uri requires https scheme, parsed as: ${jwksURI}`);
  }
  const keys = readKeys(flags, errors);
  return errors.length > 0 || keys === undefined ? { errors } : { keys };
}

function issuerErrors(issuers: readonly string[]): string[] {
  if (issuers.length === 0) return ['service-account-issuer is a required flag'];
  const errors: string[] = [];
  const seen = new Set<string>();
  for (const issuer of issuers) {
    if (issuer === '') errors.push('service-account-issuer should not be an empty string');
    else if (seen.has(issuer)) errors.push(`service-account-issuer ${goQuote(issuer)} is already specified`);
    else if (issuer.includes(':') && !URL.canParse(issuer)) {
      errors.push(`service-account-issuer ${goQuote(issuer)} contained a ':' but was not a valid URL: parse failed`);
    }
    seen.add(issuer);
  }
  return errors;
}

function readKeys({ keyFiles, signingKeyFile }: ServiceAccountFlags, errors: string[]): TokenKeys | undefined {
  const read = <T>(name: string, action: () => T): T | undefined => {
    try {
      return action();
    } catch {
      errors.push(`error reading public key file ${name}: data does not contain any valid RSA or ECDSA public keys`);
      return undefined;
    }
  };
  const more = [...keyFiles].flatMap(([name, text]) => read(name, () => verificationKeys(text)) ?? []);
  if (signingKeyFile === undefined) return tokenKeys(undefined, more);
  const signing = read(signingKeyFile.name, () => signingKey(signingKeyFile.text));
  if (signing === undefined) return undefined;
  // As upstream does: a key that only signs is not one whose tokens are accepted.
  return { ...tokenKeys(undefined, more), signing };
}
