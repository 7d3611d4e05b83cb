/**
 * Which credential plugins the user lets run, as the user's kuberc says it: kubectl and Bulkhead keep to the same line.
 *
 * Source: KEP-3104; kubectl, pkg/kuberc; client-go, plugin/pkg/client/auth/exec (allow list of `name` in 1.35, `command`
 * from 1.36).
 */
import { join, resolve } from 'node:path';
import { ClusterError, foreignText } from '../cluster-error.js';
import { Fields } from '../kubeconfig/fields.js';
import type { Environment } from '../kubeconfig/kubeconfig.js';
import { homeOf } from '../kubeconfig/load-kubeconfig.js';
import { readDocument } from '../read-document.js';
import { readSmallFile } from '../read-small-file.js';

export type PluginPolicy =
  | { readonly kind: 'AllowAll' | 'DenyAll' }
  /** Names for the PATH, or absolute paths. */
  | { readonly kind: 'Allowlist'; readonly commands: readonly string[] };

/** What the file says; everything may run where there is none. */
export function readPluginPolicy(env: Environment, cwd: string): PluginPolicy {
  const named = env['KUBERC'] ?? '';
  if (named === 'off') return { kind: 'AllowAll' };
  const path = named === '' ? join(homeOf(env), '.kube', 'kuberc') : resolve(cwd, named);
  const bytes = readSmallFile(path, 'the preferences');
  return bytes === undefined ? { kind: 'AllowAll' } : parsePluginPolicy(foreignText(path), bytes);
}

/** A policy that is not understood stops the plugin: whoever wrote it meant to forbid something. */
export function parsePluginPolicy(name: string, bytes: Uint8Array): PluginPolicy {
  const root = new Fields(readDocument(name, bytes), name);
  const policy = root.text('credentialPluginPolicy') || 'AllowAll';
  if (policy === 'Allowlist') {
    const entries = root.children('credentialPluginAllowlist');
    return { kind: 'Allowlist', commands: entries.map((entry) => entry.text('command') || entry.text('name')) };
  }
  if (policy === 'AllowAll' || policy === 'DenyAll') return { kind: policy };
  const found = JSON.stringify(foreignText(policy));
  throw new ClusterError(`${name}: credentialPluginPolicy ${found}: expected AllowAll, DenyAll or Allowlist`);
}
