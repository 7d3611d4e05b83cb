/**
 * Every built-in kind: its Go type, the minors whose scheme knows it, and its resource.
 * Source: the schemes of client-go, apiextensions-apiserver and kube-aggregator; api/discovery of each release.
 */
import { kindsText } from '../generated/model/kinds.js';
import { type Lifecycle, lifecycleOf } from '../lifecycle/lifecycle.js';
import { MINORS, type Minor } from '../version.js';
import { isInRange, type MinorRange, parseMinorRange } from './minor-range.js';
import { type TypeModel, typeModel } from './type-model.js';

/** A kind and the minors whose scheme has its Go type. Whether a server serves it says its lifecycle. */
export interface KindModel extends MinorRange {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** `apps/v1`, or `v1` in the core group. */
  readonly apiVersion: string;
  /** `apps.v1.Deployment`; the name for `typeModel`. */
  readonly typeName: string;
}

let texts: ReadonlyMap<string, string> | undefined;
const kinds = new Map<string, ReadonlyMap<string, KindModel>>();

/** The kind, for example of `apps/v1` and `Deployment`; undefined when no minor has it. */
export function lookupKind(apiVersion: string, kind: string): KindModel | undefined {
  return kindsOf(apiVersion).get(kind);
}

/** All kinds of an API version, by kind; empty for an unknown one. */
export function kindsOf(apiVersion: string): ReadonlyMap<string, KindModel> {
  const known = kinds.get(apiVersion);
  if (known !== undefined) return known;
  const text = apiVersionTexts().get(apiVersion);
  if (text === undefined) return NO_KINDS;
  const read = readKinds(apiVersion, text);
  kinds.set(apiVersion, read);
  return read;
}

/** All API versions that any minor has: `v1`, `apps/v1`, ... */
export function apiVersions(): readonly string[] {
  return [...apiVersionTexts().keys()];
}

/** The Go type of the kind. */
export function typeOfKind(kind: KindModel): TypeModel {
  const type = typeModel(kind.typeName);
  // The generated kinds name generated types only.
  if (type === undefined) throw new Error(`no type ${kind.typeName}`);
  return type;
}

/** The minors whose scheme has the kind, rising. */
export function minorsOf(kind: MinorRange): readonly Minor[] {
  return MINORS.filter((minor) => isInRange(kind, minor));
}

/** Resource name, scope, verbs, deprecation and replacement of the kind; a list has those of its items. */
export function lifecycleOfKind(kind: KindModel): Lifecycle | undefined {
  return lifecycleOf(kind.group, kind.version, kind.kind) ?? lifecycleOf(kind.group, kind.version, itemKindOf(kind));
}

/** `Pod` for `PodList`; the kind itself where it is no list. */
export function itemKindOf(kind: Pick<KindModel, 'kind'>): string {
  return kind.kind.length > 4 && kind.kind.endsWith('List') ? kind.kind.slice(0, -4) : kind.kind;
}

const NO_KINDS: ReadonlyMap<string, KindModel> = new Map();

function apiVersionTexts(): ReadonlyMap<string, string> {
  if (texts === undefined) {
    const parsed: Record<string, string> = JSON.parse(kindsText);
    texts = new Map(Object.entries(parsed));
  }
  return texts;
}

function readKinds(apiVersion: string, text: string): ReadonlyMap<string, KindModel> {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  const version = apiVersion.slice(slash + 1);
  const [home = '', ...words] = text.split(' ');
  return new Map(
    words.map((word) => {
      const [named = '', range = ''] = word.split('@');
      const [kind = '', type] = named.split('=');
      const typeName = type ?? `${home}.${kind}`;
      return [kind, { group, version, kind, apiVersion, typeName, ...parseMinorRange(range) }];
    }),
  );
}
