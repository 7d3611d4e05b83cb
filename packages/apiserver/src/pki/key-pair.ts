/** Private keys of the state: kept as PKCS #8 PEM, made when there is none. */
import { createPrivateKey, generateKeyPair, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { StateError } from './state-error.js';
import { readStateFile, type StateFiles, writeStateFile } from './state-file.js';

export const privateKeyPEM = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** P-256: made in less than a millisecond, and understood by every TLS client. */
export const generateP256 = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

/** RSA 2048, on another thread: it takes a tenth of a second and sometimes three. */
export async function generateRSA(): Promise<KeyObject> {
  return (await promisify(generateKeyPair)('rsa', { modulusLength: 2048, publicExponent: 65537 })).privateKey;
}

export interface KeptKey {
  readonly key: KeyObject;
  readonly pem: string;
  /** Was made just now. */
  readonly made: boolean;
}

export function ensureKey(files: StateFiles, path: string, generate: () => KeyObject): KeptKey {
  const text = files.read(path);
  if (text !== undefined) return { key: parseKey(path, text), pem: text, made: false };
  const key = generate();
  const pem = privateKeyPEM(key);
  files.put(path, pem);
  return { key, pem, made: true };
}

/** As `ensureKey`, with a key that takes its time; its file is written when it is there. */
export async function ensureSlowKey(path: string, generate: () => Promise<KeyObject>): Promise<string> {
  const text = readStateFile(path);
  if (text !== undefined) {
    parseKey(path, text);
    return text;
  }
  const made = privateKeyPEM(await generate());
  await writeStateFile(path, made);
  return made;
}

function parseKey(path: string, text: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch {
    throw new StateError(`${path} holds no private key that can be read: restore it, or move it away for a new one`);
  }
}
