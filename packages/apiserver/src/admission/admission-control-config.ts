/**
 * `--admission-control-config-file`: the configuration of plugins, in the file or in files that it names.
 *
 * Source: k8s.io/apiserver/pkg/admission/config.go.
 */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Minor } from '@bulkhead/apimachinery';
import {
  DEFAULT_CONFIGURATION,
  decodeAdmissionConfiguration,
  decodeConfiguration,
  type PodSecurityConfiguration,
  startupError,
} from '@bulkhead/engine/pod-security';
import { readManifest } from '@bulkhead/manifest';

export type AdmissionControlConfig =
  | { readonly podSecurity: PodSecurityConfiguration }
  /** Why the server does not start. */
  | { readonly error: string };

/** Plugins that can be configured; a configuration for another one would be ignored in silence. */
const CONFIGURABLE = 'PodSecurity';

export async function readAdmissionControlConfig(file: string, minor: Minor): Promise<AdmissionControlConfig> {
  const failed = (error: string): AdmissionControlConfig => ({
    error: `failed to read plugin config: unable to read admission control configuration from ${JSON.stringify(file)} [${error}]`,
  });
  const document = await readDocument(file);
  if ('error' in document) return failed(document.error);
  const text = document.text;
  const plugin = decodeAdmissionConfiguration(document.value, { minor, text });
  if ('error' in plugin) return failed(plugin.error);
  const others = pluginNames(document.value).filter((name) => name !== CONFIGURABLE);
  if (others.length > 0) return failed(`plugin ${others[0] ?? ''} cannot be configured on this server yet`);
  switch (plugin.value.kind) {
    case 'none':
      return { podSecurity: DEFAULT_CONFIGURATION };
    case 'inline':
      return decoded(plugin.value.document, { minor });
    case 'file': {
      const inner = await readDocument(resolve(dirname(file), plugin.value.path));
      return 'error' in inner ? failed(inner.error) : decoded(inner.value, { minor, text: inner.text });
    }
    default:
      return plugin.value satisfies never;
  }
}

function decoded(document: unknown, options: { minor: Minor; text?: string }): AdmissionControlConfig {
  const configuration = decodeConfiguration(document, options);
  if ('error' in configuration) return { error: configuration.error };
  const error = startupError(configuration.value, options.minor);
  return error === undefined ? { podSecurity: configuration.value } : { error };
}

type Document = { readonly value: unknown; readonly text: string } | { readonly error: string };

async function readDocument(file: string): Promise<Document> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
  const { documents, errors } = readManifest(text);
  const [error] = errors;
  if (error !== undefined) return { error: `line ${error.line}: ${error.message}` };
  return { value: documents[0]?.value, text };
}

function pluginNames(document: unknown): readonly string[] {
  if (typeof document !== 'object' || document === null || !('plugins' in document)) return [];
  const plugins: readonly unknown[] = Array.isArray(document.plugins) ? document.plugins : [];
  return plugins.flatMap((plugin) => {
    const named = typeof plugin === 'object' && plugin !== null && 'name' in plugin;
    return named && typeof plugin.name === 'string' ? [plugin.name] : [];
  });
}
