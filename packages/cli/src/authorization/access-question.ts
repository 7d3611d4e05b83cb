/** VERB RESOURCE[/SUB] [NAME], or VERB /PATH, as the attributes that a real request would have. */
import type {
  NonResourceAttributes,
  ResourceAttributes,
  SelfSubjectAccessReviewSpec,
} from '@bulkhead/apimachinery/types/authorization-v1';
import { parseFieldSelector, requiredValue } from '@bulkhead/engine/authorization';
import { UsageError } from '../context.js';
import type { ClusterAccess } from './cluster-access.js';
import { resourceQuestion } from './resource-word.js';

export interface QuestionFlags {
  readonly namespace?: string;
  readonly allNamespaces: boolean;
  readonly fieldSelector?: string;
  readonly labelSelector?: string;
}

export interface AccessQuestion {
  readonly spec: SelfSubjectAccessReviewSpec;
  /** `get pods "web" in namespace "shop"`, for people. */
  readonly sentence: string;
  /** Whether the resource lives in namespaces; undefined where nobody knows. */
  readonly namespaced: boolean | undefined;
  readonly warnings: readonly string[];
}

/** Verbs that kubectl does not warn of. */
const VERBS: ReadonlySet<string> = new Set(
  `get list watch create update patch delete deletecollection use bind impersonate * approve sign escalate attest`.split(
    ' ',
  ),
);
const PATH_VERBS: ReadonlySet<string> = new Set(['get', 'put', 'post', 'head', 'options', 'delete', 'patch', '*']);
const IMPERSONATION_VERB = /^impersonate(?:-on)?:/;

/** `defaultNamespace` is where a namespaced resource is looked for when no flag says so. */
export function accessQuestion(
  words: readonly string[],
  flags: QuestionFlags,
  access: Pick<ClusterAccess, 'profile' | 'customResources'>,
  defaultNamespace: string,
): AccessQuestion {
  const [verb = '', what = '', name = '', ...rest] = words;
  if (verb === '' || what === '' || rest.length > 0) {
    throw new UsageError('say what is asked: VERB RESOURCE[/SUBRESOURCE] [NAME], or VERB /PATH');
  }
  if (flags.namespace !== undefined && flags.allNamespaces) {
    throw new UsageError('--namespace and --all-namespaces exclude each other');
  }
  if (what.startsWith('/')) return pathQuestion(verb, what, name);
  const { group, resource, subresource, namespaced, warning } = resourceQuestion(what, access);
  const isNamespaceItself = group === '' && resource === 'namespaces' && name !== '';
  const chosen = flags.allNamespaces ? '' : (flags.namespace ?? defaultNamespace);
  // As a request for it carries them: no namespace on the cluster's own resources, its own on a Namespace.
  const namespace = namespaced === false ? (isNamespaceItself ? name : '') : chosen;
  const isNameless = (verb === 'create' && subresource === '') || verb === 'deletecollection';
  const warnings = [
    ...(VERBS.has(verb) || IMPERSONATION_VERB.test(verb) ? [] : [`verb '${verb}' is not a known verb`]),
    ...(warning === '' ? [] : [warning]),
    ...(namespaced === false && flags.namespace !== undefined && !isNamespaceItself
      ? [`resource '${resource}' is not namespace scoped${group === '' ? '' : ` in group '${group}'`}`]
      : []),
    ...(name !== '' && isNameless ? [`a request to ${verb} ${resource} carries no name: asked without it`] : []),
  ];
  const selected = name === '' ? nameInSelector(verb, flags.fieldSelector) : isNameless ? '' : name;
  const resourceAttributes: ResourceAttributes = {
    verb,
    group,
    resource,
    subresource,
    namespace,
    name: selected,
    ...(flags.fieldSelector === undefined ? {} : { fieldSelector: { rawSelector: flags.fieldSelector } }),
    ...(flags.labelSelector === undefined ? {} : { labelSelector: { rawSelector: flags.labelSelector } }),
  };
  return { spec: { resourceAttributes }, sentence: sentenceOf(resourceAttributes, namespaced), namespaced, warnings };
}

function pathQuestion(verb: string, path: string, name: string): AccessQuestion {
  if (name !== '') throw new UsageError(`a path has no name: ${JSON.stringify(name)} is too much`);
  const nonResourceAttributes: NonResourceAttributes = { verb, path };
  return {
    spec: { nonResourceAttributes },
    sentence: `${verb} path ${path}`,
    namespaced: false,
    warnings: PATH_VERBS.has(verb) ? [] : [`verb '${verb}' is not a known verb`],
  };
}

/** A list or watch of the one object of a name is authorized by that name. */
function nameInSelector(verb: string, selector: string | undefined): string {
  if (selector === undefined || (verb !== 'list' && verb !== 'watch')) return '';
  const parsed = parseFieldSelector(selector);
  return parsed.kind === 'error' ? '' : (requiredValue(parsed.requirements, 'metadata.name') ?? '');
}

function sentenceOf(attributes: ResourceAttributes, namespaced: boolean | undefined): string {
  const { verb, group = '', resource = '', subresource = '', namespace = '', name = '' } = attributes;
  const plain = group === '' ? resource : `${resource}.${group}`;
  const what = subresource === '' ? plain : `${plain}/${subresource}`;
  const where =
    namespace !== '' ? `in namespace ${namespace}` : namespaced === false ? 'in the cluster' : 'in all namespaces';
  return `${verb} ${what}${name === '' ? '' : ` ${JSON.stringify(name)}`} ${where}`;
}
