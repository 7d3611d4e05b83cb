/** The version that a server says it is. */
import { foreignText } from '../cluster-error.js';
import type { Transport } from '../transport/transport.js';
import { textOf } from '../untyped.js';
import { jsonOf, refusalText } from './api-answer.js';

export type ServerVersion =
  /** `gitVersion` as it is said, such as `v1.35.2-gke.1`; `minor` is 35. */
  | { readonly kind: 'known'; readonly gitVersion: string; readonly major: number; readonly minor: number }
  | { readonly kind: 'unauthorized'; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string };

const MAX_BYTES = 64 * 1024;

/** The first question to a server: it also shows whether the server can be reached. */
export async function serverVersion(transport: Transport): Promise<ServerVersion> {
  const answer = await transport.get({ path: '/version', accept: 'application/json', maxBytes: MAX_BYTES });
  if (answer.status === 401) return { kind: 'unauthorized', message: refusalText(answer) };
  if (answer.status !== 200) return { kind: 'unknown', message: refusalText(answer) };
  const value = jsonOf(answer, 'the version');
  const gitVersion = foreignText(textOf(value, 'gitVersion'));
  const parts = /^v?(\d{1,3})\.(\d{1,3})(?:\D|$)/.exec(gitVersion);
  if (parts === null) return { kind: 'unknown', message: `the server calls its version ${JSON.stringify(gitVersion)}` };
  return { kind: 'known', gitVersion, major: Number(parts[1]), minor: Number(parts[2]) };
}
