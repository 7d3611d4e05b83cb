/** Resources that CustomResourceDefinitions of the input add: enough to know a resource by any of its names. */
import { member, text, texts } from './untyped.js';

export interface CustomResource {
  readonly group: string;
  readonly name: string;
  readonly namespaced: boolean;
  /** Plural, singular, short names and kind, in lower case. */
  readonly words: readonly string[];
}

export function customResourceOf(definition: unknown): CustomResource | undefined {
  const spec = member(definition, 'spec');
  const names = member(spec, 'names');
  const group = text(member(spec, 'group'));
  const name = text(member(names, 'plural'));
  if (group === '' || name === '') return undefined;
  const kind = text(member(names, 'kind'));
  const singular = text(member(names, 'singular')) || kind;
  const words = [name, singular, kind, ...texts(member(names, 'shortNames'))].map((word) => word.toLowerCase());
  return { group, name, namespaced: text(member(spec, 'scope')) !== 'Cluster', words };
}
