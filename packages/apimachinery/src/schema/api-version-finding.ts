/**
 * What there is to say of an object's API version and kind in a minor: deprecated, removed, not there yet, off by
 * default, or never known. Groups that are not built in belong to custom resources: nothing is said of them.
 */
import { deprecationWarning } from '../lifecycle/deprecation-warning.js';
import { declaredIn, isBuiltInGroup, type Lifecycle, lifecycleOf, serving } from '../lifecycle/lifecycle.js';
import { itemKindOf } from '../model/kind-model.js';
import type { Minor } from '../version.js';
import type { NotYetApi, RemovedApi, SchemaFinding } from './finding.js';

/** Groups of bodies that servers send to webhooks: they are never asked of a server. */
const WEBHOOK_GROUPS: ReadonlySet<string> = new Set(['admission.k8s.io', 'imagepolicy.k8s.io']);
/** Files of clients under the core version: kubeconfig, and lists that clients take apart. */
const CLIENT_KINDS: ReadonlySet<string> = new Set(['Config', 'List']);

/** The finding about `apiVersion` and `kind`; undefined when the minor serves them and means to go on. */
export function apiVersionFinding(apiVersion: string, kind: string, minor: Minor): SchemaFinding | undefined {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  const version = apiVersion.slice(slash + 1);
  if (!isBuiltInGroup(group) || WEBHOOK_GROUPS.has(group)) return undefined;
  if (group === '' && CLIENT_KINDS.has(kind)) return undefined;
  const api = lifecycleOf(group, version, kind) ?? lifecycleOf(group, version, itemKindOf({ kind }));
  if (api === undefined || (api.resource === undefined && group === '')) return unknownKind(apiVersion, kind);
  switch (serving(api, minor)) {
    case 'by-default':
      return deprecated(api, minor);
    case 'when-enabled':
      return {
        kind: 'api-not-enabled',
        path: 'apiVersion',
        message: noMatches(apiVersion, kind),
        runtimeConfig: `${apiVersion}=true`,
      };
    case 'no':
      break;
  }
  return notYet(api, kind, minor) ?? removed(api, kind, minor);
}

/** The text of clients that ask discovery: no kind of that name in that version. */
const noMatches = (apiVersion: string, kind: string): string =>
  `no matches for kind "${kind}" in version "${apiVersion}"`;

const unknownKind = (apiVersion: string, kind: string): SchemaFinding => ({
  kind: 'unknown-kind',
  path: 'kind',
  message: noMatches(apiVersion, kind),
});

function deprecated(api: Lifecycle, minor: Minor): SchemaFinding | undefined {
  const message = deprecationWarning(api, minor);
  const since = declaredIn(api.deprecated, minor);
  if (message === undefined || since === undefined) return undefined;
  const removedIn = declaredIn(api.removed, minor);
  const replacement = declaredIn(api.replacement, minor);
  return {
    kind: 'deprecated-api',
    path: 'apiVersion',
    message,
    deprecated: since,
    ...(removedIn === undefined ? {} : { removed: removedIn }),
    ...(replacement === undefined ? {} : { replacement }),
  };
}

function notYet(api: Lifecycle, kind: string, minor: Minor): NotYetApi | undefined {
  const byDefault = api.servedByDefault?.[0];
  const enabled = api.servedWhenEnabled?.[0];
  const first = Math.min(byDefault ?? Number.POSITIVE_INFINITY, enabled ?? Number.POSITIVE_INFINITY);
  if (!Number.isFinite(first) || first <= minor) return undefined;
  return {
    kind: 'not-yet-api',
    path: 'apiVersion',
    message: noMatches(api.apiVersion, kind),
    introduced: first,
    needsRuntimeConfig: first !== byDefault,
  };
}

/** The declared removal; without one, the minor after the last that served it. */
function removed(api: Lifecycle, kind: string, minor: Minor): RemovedApi {
  const declared = declaredIn(api.removed, minor);
  const last = Math.max(api.servedByDefault?.[1] ?? 0, api.servedWhenEnabled?.[1] ?? 0);
  const replacement = declaredIn(api.replacement, minor);
  return {
    kind: 'removed-api',
    path: 'apiVersion',
    message: deprecationWarning(api, minor) ?? noMatches(api.apiVersion, kind),
    removed: declared !== undefined && declared <= minor ? declared : last + 1,
    ...(replacement === undefined ? {} : { replacement }),
  };
}
