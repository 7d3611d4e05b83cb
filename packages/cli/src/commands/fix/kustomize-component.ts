/** A Kustomize component: JSON patches (RFC 6902) by object, or labels by namespace. */
import type { PatchOperation } from '@bulkhead/audit';
import { blockLines } from '@bulkhead/manifest';
import { printable } from '../../input/shown-name.js';

/** Which objects a patch is for; names are regular expressions to kustomize. */
export interface PatchTarget {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  /** One name or several. */
  readonly names: readonly string[];
}

export interface ComponentPatch {
  readonly target: PatchTarget;
  /** JSON patch operations, or what is merged into the object. */
  readonly patch: readonly PatchOperation[] | Readonly<Record<string, unknown>>;
  /** Lines for people. */
  readonly comments: readonly string[];
}

const STYLE = { step: 2, dash: 0 };

export function* component(patches: readonly ComponentPatch[], comment: string): Iterable<string> {
  yield `# ${comment}\napiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n`;
  if (patches.length === 0) return;
  yield 'patches:\n';
  for (const { target, patch, comments } of patches) {
    for (const line of comments) yield `# ${printable(line)}\n`;
    yield `- target:\n${indented(blockLines(targetValue(target), STYLE), 4)}`;
    yield `  patch: |-\n${indented(blockLines(patch, STYLE), 4)}`;
  }
}

const indented = (lines: readonly string[], columns: number): string =>
  lines.map((line) => `${' '.repeat(columns)}${line}\n`).join('');

function targetValue({ apiVersion, kind, namespace, names }: PatchTarget): Readonly<Record<string, string>> {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/', 2) : ['', apiVersion];
  const name = names.map((one) => one.replaceAll('.', '\\.'));
  return {
    ...(group === undefined || group === '' ? {} : { group }),
    version: version ?? '',
    kind,
    ...(namespace === undefined || namespace === '' ? {} : { namespace }),
    name: name.length === 1 ? (name[0] ?? '') : `(${name.join('|')})`,
  };
}
