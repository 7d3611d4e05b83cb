/**
 * Configuration files that are neither YAML nor JSON: containerd's and CRI-O's TOML, and files of kubelet flags. Each
 * becomes a document of a kind of its own, so that rules, exceptions and reports treat it like any object.
 */
import { type ManifestDocument, type ManifestError, readToml } from '@bulkhead/manifest';
import { kubeletFlags } from './kubelet-flags.js';
import { kindOfToml } from './toml-kind.js';

export type ComponentFile =
  | { readonly document: ManifestDocument }
  | { readonly error: ManifestError }
  /** Some other program's. */
  | undefined;

const TOML: ReadonlySet<string> = new Set(['.toml', '.conf']);
const FLAGS: ReadonlySet<string> = new Set(['.conf', '.env', '.service']);

const extensionOf = (name: string): string => {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  const dot = base.lastIndexOf('.');
  // `/etc/default/kubelet` and `/etc/sysconfig/kubelet`.
  return dot === -1 ? (base === 'kubelet' ? '.env' : '') : base.slice(dot);
};

/** Whether a file of this name may be one of these. */
export function isComponentFileName(name: string): boolean {
  const extension = extensionOf(name);
  return TOML.has(extension) || FLAGS.has(extension);
}

/** What the file is, by its name and what is in it. It never throws. */
export function readComponentFile(name: string, text: string): ComponentFile {
  const extension = extensionOf(name);
  if (FLAGS.has(extension)) {
    const document = kubeletFlags(text);
    if (document !== undefined) return { document };
  }
  if (!TOML.has(extension)) return undefined;
  const read = readToml(text);
  if ('error' in read) return read;
  const type = kindOfToml(read.document.value);
  return type === undefined ? undefined : { document: read.document.with(type) };
}
