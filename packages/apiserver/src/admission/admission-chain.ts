/**
 * The admission plugins of a server, from its flags, asked one after another: first those that change, then those that
 * only refuse.
 *
 * Source: k8s.io/apiserver/pkg/admission/chain.go, pkg/server/options/admission.go.
 */
import { goQuote } from '@bulkhead/apimachinery';
import type { AdmissionDependencies } from './dependencies.js';
import type { AdmissionChain, AdmissionPlugin } from './plugin.js';
import { type PluginEntry, pluginsOf } from './plugin-order.js';

export interface AdmissionOptions {
  /** `--enable-admission-plugins`, beside those that are on by default. */
  readonly enabled?: readonly string[];
  /** `--disable-admission-plugins`. */
  readonly disabled?: readonly string[];
  readonly dependencies: AdmissionDependencies;
}

export type AdmissionChainResult =
  | { readonly chain: AdmissionChain; readonly plugins: readonly AdmissionPlugin[] }
  | { readonly errors: readonly string[] };

export function admissionChain({ enabled = [], disabled = [], dependencies }: AdmissionOptions): AdmissionChainResult {
  const known = pluginsOf(dependencies.profile.minor);
  const errors = flagErrors(known, enabled, disabled);
  if (errors.length > 0) return { errors };
  const plugins = known
    .filter(({ name, defaultOn }) => !disabled.includes(name) && (defaultOn || enabled.includes(name)))
    .flatMap(({ create }) => (create === undefined ? [] : [create(dependencies)]));
  return { chain: chainOf(plugins), plugins };
}

export function chainOf(plugins: readonly AdmissionPlugin[]): AdmissionChain {
  return {
    async admit(attributes) {
      let current = attributes;
      for (const plugin of plugins) {
        if (plugin.admit === undefined || !plugin.handles(current)) continue;
        const object = await plugin.admit(current);
        if (object !== current.object) current = { ...current, object };
      }
      return current.object;
    },
    async validate(attributes) {
      for (const plugin of plugins) {
        if (plugin.validate !== undefined && plugin.handles(attributes)) await plugin.validate(attributes);
      }
    },
  };
}

function flagErrors(
  known: readonly PluginEntry[],
  enabled: readonly string[],
  disabled: readonly string[],
): readonly string[] {
  const byName = new Map(known.map((entry) => [entry.name, entry]));
  const errors: string[] = [];
  for (const name of enabled) {
    const entry = byName.get(name);
    if (entry === undefined) errors.push(`enable-admission-plugins plugin ${goQuote(name)} is unknown`);
    else if (entry.create === undefined) errors.push(missing(name));
  }
  for (const name of disabled) {
    if (!byName.has(name)) errors.push(`disable-admission-plugins plugin ${goQuote(name)} is unknown`);
  }
  const both = [...new Set(enabled)].filter((name) => disabled.includes(name)).sort();
  if (both.length > 0) {
    errors.push(`[${both.join(' ')}] in enable-admission-plugins and disable-admission-plugins overlapped`);
  }
  return errors;
}

/** A plugin that somebody relies on must not be missing in silence. */
const missing = (name: string): string =>
  `enable-admission-plugins plugin ${goQuote(name)} is not supported by this server yet; leave it out of the flag`;
