/**
 * What people write for a resource: `pods`, `po`, `pod`, `pods/log`, `deployments.apps`, a resource of a
 * CustomResourceDefinition, `*`, or something that no server knows, which is asked for as it stands.
 *
 * Source: k8s.io/kubectl/pkg/cmd/auth/cani.go (resourceFor, isNamespaced).
 */
import { findResources } from '@bulkhead/apimachinery';
import type { ClusterAccess } from './cluster-access.js';

export interface ResourceQuestion {
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  /** Undefined where nobody knows. */
  readonly namespaced: boolean | undefined;
  /** What kubectl warns of; `''` for a resource that is known. */
  readonly warning: string;
}

/** Not resources that a server lists, and still what rules speak of. */
const VIRTUAL_RESOURCES: ReadonlySet<string> = new Set([
  'users',
  'groups',
  'uids.authentication.k8s.io',
  'users.authentication.k8s.io',
  'groups.authentication.k8s.io',
  'userextras.authentication.k8s.io',
  'signers.certificates.k8s.io',
]);

export function resourceQuestion(word: string, access: Pick<ClusterAccess, 'profile' | 'customResources'>) {
  const slash = word.indexOf('/');
  const subresource = slash < 0 ? '' : word.slice(slash + 1);
  return { ...resourceOf(slash < 0 ? word : word.slice(0, slash), access), subresource };
}

function resourceOf(
  word: string,
  { profile, customResources }: Pick<ClusterAccess, 'profile' | 'customResources'>,
): Omit<ResourceQuestion, 'subresource'> {
  if (word === '*') return { group: '', resource: '*', namespaced: undefined, warning: '' };
  const [builtIn] = findResources(word, profile.minor);
  if (builtIn?.resource !== undefined) {
    const { name, namespaced } = builtIn.resource;
    return { group: builtIn.group, resource: name, namespaced, warning: '' };
  }
  const lower = word.toLowerCase();
  const custom = customResources.find(({ group, words }) => words.some((each) => isNamed(each, group, lower)));
  if (custom !== undefined)
    return { group: custom.group, resource: custom.name, namespaced: custom.namespaced, warning: '' };
  const dot = word.indexOf('.');
  const [resource, group] = dot < 0 ? [word, ''] : [word.slice(0, dot), word.slice(dot + 1)];
  const isKnown = VIRTUAL_RESOURCES.has(word) || word === '*.*';
  const inGroup = group === '' ? '' : ` in group '${group}'`;
  const warning = isKnown ? '' : `the server doesn't have a resource type '${resource}'${inGroup}`;
  return { group, resource, namespaced: isKnown && word !== '*.*' ? false : undefined, warning };
}

const isNamed = (name: string, group: string, word: string): boolean => name === word || `${name}.${group}` === word;
