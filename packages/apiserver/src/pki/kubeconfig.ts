/** The kubeconfig of the state's admin: everything embedded, mode 0600. */

import { dirname } from 'node:path';
import type { ServerState } from './ensure-state.js';
import { makeDirectory } from './state-directory.js';
import { fileError, StateError } from './state-error.js';
import { readStateFile, writeStateFile } from './state-file.js';

/** Of the cluster, the user and the context. */
const NAME = 'bulkhead';

export interface KubeconfigOptions {
  readonly file: string;
  /** `https://127.0.0.1:6443` */
  readonly server: string;
}

/**
 * Writes the file unless it says the same already; then what its owner has added to it, a namespace for example, stays.
 * A kubeconfig of something else is not overwritten.
 */
export async function ensureKubeconfig(state: ServerState, { file, server }: KubeconfigOptions): Promise<void> {
  const kept = readStateFile(file);
  const values = embedded(state, server);
  if (kept !== undefined) {
    if (await isForeign(kept)) {
      throw new StateError(`${file} is a kubeconfig of something else: choose another file, or move it away`);
    }
    if (Object.values(values).every((value) => kept.includes(value))) return;
  }
  try {
    makeDirectory(dirname(file));
  } catch (error) {
    throw fileError(file, 'write', error);
  }
  await writeStateFile(file, kubeconfigText(values));
}

interface Embedded {
  readonly server: string;
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

function embedded({ authorityPEM, admin }: ServerState, server: string): Embedded & Record<string, string> {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  return {
    server,
    authority: base64(authorityPEM),
    certificate: base64(admin.certificatePEM),
    key: base64(admin.keyPEM),
  };
}

function kubeconfigText({ server, authority, certificate, key }: Embedded): string {
  return `apiVersion: v1
kind: Config
clusters:
- cluster:
    certificate-authority-data: ${authority}
    server: ${server}
  name: ${NAME}
contexts:
- context:
    cluster: ${NAME}
    user: admin
  name: ${NAME}
current-context: ${NAME}
preferences: {}
users:
- name: admin
  user:
    client-certificate-data: ${certificate}
    client-key-data: ${key}
`;
}

/** Whether it names a cluster that is not the state's. Read by value: kubectl writes the file in its own way. */
async function isForeign(text: string): Promise<boolean> {
  if (text.trim() === '') return false;
  const { readManifest } = await import('@bulkhead/manifest');
  const { documents, errors } = readManifest(text);
  const value: unknown = documents[0]?.value;
  if (errors.length > 0 || documents.length !== 1 || typeof value !== 'object' || value === null) return true;
  const clusters: unknown = 'clusters' in value ? value.clusters : undefined;
  return !Array.isArray(clusters) || clusters.length !== 1 || nameOf(clusters[0]) !== NAME;
}

function nameOf(item: unknown): unknown {
  return typeof item === 'object' && item !== null && 'name' in item ? item.name : undefined;
}
