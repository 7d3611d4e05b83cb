/**
 * Keys that sign and verify service account tokens, from PEM files as kube-apiserver takes them.
 *
 * Source: pkg/serviceaccount/jwt.go; k8s.io/client-go/util/keyutil.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';

export interface VerificationKey {
  /** Of the public key: what `kid` says. */
  readonly id: string;
  readonly key: KeyObject;
  /** With which the owner of the private key signs. */
  readonly algorithm: string;
  /** All that this type of key may have signed with. */
  readonly algorithms: readonly string[];
}

export interface SigningKey extends VerificationKey {
  readonly privateKey: KeyObject;
}

/** The first signs; tokens of all are accepted and all are published. */
export interface TokenKeys {
  /** Undefined: no tokens are issued. */
  readonly signing: SigningKey | undefined;
  readonly verification: readonly VerificationKey[];
}

const RSA_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
const CURVE_ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['prime256v1', 'ES256'],
  ['secp384r1', 'ES384'],
  ['secp521r1', 'ES512'],
]);

/** Throws for a text without a private key. */
export function signingKey(pem: string): SigningKey {
  const privateKey = createPrivateKey(pem);
  return { ...verificationKey(createPublicKey(privateKey)), privateKey };
}

/** Of all keys and certificates in the text; of private keys the public part. Throws when there is none. */
export function verificationKeys(pem: string): VerificationKey[] {
  const blocks = pem.match(/-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \1-----/g) ?? [];
  const keys = blocks.filter((block) => !block.startsWith('-----BEGIN EC PARAMETERS')).map(publicKeyOf);
  if (keys.length === 0) throw new TypeError('data does not contain any valid RSA or ECDSA public keys');
  return keys.map(verificationKey);
}

/** The key that signs is one of those that are accepted. */
export function tokenKeys(signing: SigningKey | undefined, more: readonly VerificationKey[]): TokenKeys {
  const all = signing === undefined ? more : [signing, ...more];
  return { signing, verification: [...new Map(all.map((key) => [key.id, key])).values()] };
}

function publicKeyOf(block: string): KeyObject {
  return block.startsWith('-----BEGIN CERTIFICATE') ? new X509Certificate(block).publicKey : createPublicKey(block);
}

function verificationKey(key: KeyObject): VerificationKey {
  const algorithms = algorithmsOf(key);
  const [algorithm] = algorithms;
  if (algorithm === undefined)
    throw new TypeError('unknown public key type, expected RSA or ECDSA P-256, P-384, P-521');
  const id = createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('base64url');
  return { id, key, algorithm, algorithms };
}

function algorithmsOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): readonly string[] {
  if (asymmetricKeyType === 'rsa') return RSA_ALGORITHMS;
  const algorithm = CURVE_ALGORITHMS.get(asymmetricKeyDetails?.namedCurve ?? '');
  return asymmetricKeyType === 'ec' && algorithm !== undefined ? [algorithm] : [];
}
