/**
 * What a kustomization names: manifests, and files that are no manifests of their own (patches, settings, the
 * contents of generated ConfigMaps). Fields of `kustomize.config.k8s.io/v1beta1` Kustomization and
 * `v1alpha1` Component, old names included.
 */

const NAMES: ReadonlySet<string> = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);

/** Whether a file of this name is a kustomization. */
export const isKustomizationName = (name: string): boolean => NAMES.has(name);

/** Where kustomize looks for the kustomization of a folder. */
export const KUSTOMIZATION_NAMES: readonly string[] = [...NAMES];

export interface KustomizationFiles {
  /** Manifests and folders with kustomizations. */
  readonly resources: readonly string[];
  /** Settings of generators, transformers and validators: files, folders, or the text itself. */
  readonly plugins: readonly string[];
  /** All other files. */
  readonly parts: readonly string[];
}

const RESOURCES = ['resources', 'bases', 'components'];
const PLUGINS = ['generators', 'transformers', 'validators'];
const PLAIN_PARTS = ['configurations', 'crds', 'patchesStrategicMerge'];
const PATH_PARTS = ['patches', 'patchesJson6902', 'replacements'];
const GENERATORS = ['configMapGenerator', 'secretGenerator'];

/** The paths that a kustomization names, as written. */
export function kustomizationFiles(kustomization: unknown): KustomizationFiles {
  const parts = PLAIN_PARTS.flatMap((field) => texts(field, kustomization)).filter((text) => !isInline(text));
  for (const field of PATH_PARTS) for (const patch of items(field, kustomization)) parts.push(...text('path', patch));
  for (const field of GENERATORS) {
    for (const generator of items(field, kustomization)) {
      parts.push(...texts('files', generator).map(afterKey), ...texts('envs', generator), ...text('env', generator));
    }
  }
  parts.push(...text('path', own('openapi', kustomization)));
  for (const chart of items('helmCharts', kustomization)) {
    parts.push(...text('valuesFile', chart), ...texts('additionalValuesFiles', chart));
  }
  return {
    resources: RESOURCES.flatMap((field) => texts(field, kustomization)),
    plugins: PLUGINS.flatMap((field) => texts(field, kustomization)),
    parts,
  };
}

/** Whether the entry is YAML or JSON in place of a path. */
export const isInline = (entry: string): boolean => entry.includes('\n') || entry.trimStart().startsWith('{');

/** `key=path` of a generator. */
const afterKey = (entry: string): string => entry.slice(entry.indexOf('=') + 1);

function own(key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}

function items(key: string, value: unknown): readonly unknown[] {
  const list = own(key, value);
  return Array.isArray(list) ? list : [];
}

const texts = (key: string, value: unknown): string[] => items(key, value).filter((item) => typeof item === 'string');

function text(key: string, value: unknown): string[] {
  const found = own(key, value);
  return typeof found === 'string' ? [found] : [];
}
