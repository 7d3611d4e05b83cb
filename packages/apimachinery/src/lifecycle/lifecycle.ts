/**
 * When each API was introduced, deprecated and removed, what replaces it, and which minors serve it.
 * Source: prerelease-lifecycle methods of the Go types, pkg/controlplane/instance.go and api/discovery of each release.
 */
import { lifecycleText } from '../generated/model/lifecycle.js';
import type { Minor } from '../version.js';

export interface Lifecycle {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** `apps/v1`, or `v1` in the core group. */
  readonly apiVersion: string;
  /** Absent for types that no server serves as a resource, such as AdmissionReview. */
  readonly resource?: Resource;
  /** First and last known minor that serves it without being asked. */
  readonly servedByDefault?: readonly [Minor, Minor];
  /** First and last known minor that serves it only when `--runtime-config` asks for it. */
  readonly servedWhenEnabled?: readonly [Minor, Minor];
  /** What each minor's code declares: the declarations changed now and then. */
  readonly introduced: Declared<Minor>;
  readonly deprecated: Declared<Minor>;
  readonly removed: Declared<Minor>;
  readonly replacement: Declared<Replacement>;
}

export interface Resource {
  /** The plural name in paths and rules: `pods`. */
  readonly name: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
}

export interface Replacement {
  readonly apiVersion: string;
  readonly kind: string;
}

/** A declaration by minor, rising; the last one that is not above a minor holds for it. Empty = never declared. */
export type Declared<T> = readonly { readonly since: Minor; readonly value: T }[];

/** How a minor serves an API. */
export type Serving = 'by-default' | 'when-enabled' | 'no';

/** The lifecycle of a kind; undefined for kinds that were never built in. Lists follow their items. */
export function lifecycleOf(group: string, version: string, kind: string): Lifecycle | undefined {
  return lifecyclesOf(group === '' ? version : `${group}/${version}`).get(kind);
}

/** Every API that is or was built in. */
export function lifecycles(): Lifecycle[] {
  return [...allTexts().keys()].flatMap((apiVersion) => [...lifecyclesOf(apiVersion).values()]);
}

/** The APIs that a minor serves by default. */
export function servedIn(minor: Minor): readonly Lifecycle[] {
  return lifecycles().filter((api) => serving(api, minor) === 'by-default');
}

/** Whether the minor serves the API, and whether it has to be asked. */
export function serving(api: Lifecycle, minor: Minor): Serving {
  if (includes(api.servedByDefault, minor)) return 'by-default';
  return includes(api.servedWhenEnabled, minor) ? 'when-enabled' : 'no';
}

/** Whether any built-in API has the group, in any version. `metrics.k8s.io` and those of custom resources do not. */
export function isBuiltInGroup(group: string): boolean {
  groups ??= new Set([...allTexts().keys()].map(groupOf));
  return groups.has(group);
}

/** What the minor declares; undefined when it declares nothing. */
export function declaredIn<T>(declared: Declared<T>, minor: Minor): T | undefined {
  let found: T | undefined;
  for (const { since, value } of declared) if (since <= minor) found = value;
  return found;
}

const includes = (span: readonly [Minor, Minor] | undefined, minor: Minor): boolean =>
  span !== undefined && span[0] <= minor && minor <= span[1];

type DeclaredText<T> = T | readonly (readonly [Minor, T])[];
interface LifecycleText {
  readonly i?: DeclaredText<Minor>;
  readonly d?: DeclaredText<Minor>;
  readonly r?: DeclaredText<Minor>;
  readonly p?: DeclaredText<string>;
  readonly b?: readonly [Minor, Minor];
  readonly o?: readonly [Minor, Minor];
  readonly n?: string;
  readonly c?: 1;
  readonly g?: string;
  readonly s?: readonly string[];
  readonly t?: readonly string[];
  readonly v?: string;
}

const ALL_VERBS = 'create delete deletecollection get list patch update watch';
let texts: ReadonlyMap<string, Readonly<Record<string, LifecycleText>>> | undefined;
let groups: ReadonlySet<string> | undefined;
const byApiVersion = new Map<string, ReadonlyMap<string, Lifecycle>>();
const NO_KINDS: ReadonlyMap<string, Lifecycle> = new Map();

const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';

function allTexts(): ReadonlyMap<string, Readonly<Record<string, LifecycleText>>> {
  if (texts === undefined) {
    const parsed: Record<string, Record<string, LifecycleText>> = JSON.parse(lifecycleText);
    texts = new Map(Object.entries(parsed));
  }
  return texts;
}

function lifecyclesOf(apiVersion: string): ReadonlyMap<string, Lifecycle> {
  let kinds = byApiVersion.get(apiVersion);
  const text = allTexts().get(apiVersion);
  if (text === undefined) return NO_KINDS;
  if (kinds === undefined) {
    kinds = new Map(Object.entries(text).map(([kind, entry]) => [kind, readLifecycle(apiVersion, kind, entry)]));
    byApiVersion.set(apiVersion, kinds);
  }
  return kinds;
}

function readLifecycle(apiVersion: string, kind: string, text: LifecycleText): Lifecycle {
  return {
    group: groupOf(apiVersion),
    version: apiVersion.slice(apiVersion.indexOf('/') + 1),
    kind,
    apiVersion,
    ...(text.n === undefined ? {} : { resource: readResource(text.n, kind, text) }),
    ...(text.b === undefined ? {} : { servedByDefault: text.b }),
    ...(text.o === undefined ? {} : { servedWhenEnabled: text.o }),
    introduced: readDeclared(text.i, (minor) => minor),
    deprecated: readDeclared(text.d, (minor) => minor),
    removed: readDeclared(text.r, (minor) => minor),
    replacement: readDeclared(text.p, readReplacement),
  };
}

const readResource = (name: string, kind: string, text: LifecycleText): Resource => ({
  name,
  singular: text.g ?? kind.toLowerCase(),
  namespaced: text.c !== 1,
  shortNames: text.s ?? [],
  categories: text.t ?? [],
  verbs: (text.v === '*' ? ALL_VERBS : (text.v ?? '')).split(' ').filter((verb) => verb !== ''),
});

function readReplacement(text: string): Replacement {
  const [apiVersion = '', kind = ''] = text.split(' ');
  return { apiVersion, kind };
}

function readDeclared<S extends string | number, T>(
  text: DeclaredText<S> | undefined,
  convert: (value: S) => T,
): Declared<T> {
  if (text === undefined) return [];
  if (typeof text !== 'object') return [{ since: 0, value: convert(text) }];
  return text.map(([since, value]) => ({ since, value: convert(value) }));
}
