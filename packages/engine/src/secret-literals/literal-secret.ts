/** A credential that is written out where everybody can read it. */
import { credentialNamed } from './credential-name.js';
import { isCredentialValue } from './credential-value.js';
import { knownCredential } from './known-format.js';

export interface LiteralSecret {
  /** `a password`, `an AWS access key` */
  readonly what: string;
  /** Known by its form; otherwise by its name. */
  readonly isCertain: boolean;
}

/** A value under a name: a variable, a flag, a key of a ConfigMap. */
export function literalSecret(name: string, value: string): LiteralSecret | undefined {
  const known = knownCredential(value);
  if (known !== undefined) return { what: known, isCertain: true };
  const named = credentialNamed(name);
  return named !== undefined && isCredentialValue(named, value)
    ? { what: `a ${named.kind}`, isCertain: false }
    : undefined;
}
