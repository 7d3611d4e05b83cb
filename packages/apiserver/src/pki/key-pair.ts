/** Private keys of the state: kept as PKCS #8 PEM, made when there is none. */
import { createPrivateKey, generateKeyPair, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { StateError } from './state-error.js';
import { readStateFile, writeStateFile } from './state-file.js';

export const privateKeyPEM = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** P-256: made in less than a millisecond, and understood by every TLS client. */
export const generateP256 = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

/** RSA 2048, on another thread: it takes a tenth of a second and sometimes three. */
export async function generateRSA(): Promise<KeyObject> {
  return (await promisify(generateKeyPair)('rsa', { modulusLength: 2048, publicExponent: 65537 })).privateKey;
}

export interface KeptKey {
  readonly key: KeyObject;
  /** Was made just now. */
  readonly made: boolean;
}

export async function ensureKey(path: string, generate: () => KeyObject | Promise<KeyObject>): Promise<KeptKey> {
  const text = await readStateFile(path);
  if (text !== undefined) return { key: parseKey(path, text), made: false };
  const key = await generate();
  await writeStateFile(path, privateKeyPEM(key));
  return { key, made: true };
}

function parseKey(path: string, text: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch {
    throw new StateError(`${path} holds no private key that can be read: restore it, or move it away for a new one`);
  }
}
