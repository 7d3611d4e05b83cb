/**
 * Which documents are Kubernetes objects, and what the others are: files of other programs that stand in the same
 * folder, directives of kustomize, or slips.
 */
import { posix } from 'node:path';
import { DEFAULT_LIMITS, expandLists, type ManifestDocument, type ManifestError } from '@bulkhead/manifest';
import { CHART_FILE } from './chart.js';
import { isKustomizationName } from './kustomization.js';
import type { Mode } from './read-mode.js';

export interface SortedDocuments {
  /** Objects and lists of them. */
  readonly objects: readonly ManifestDocument[];
  /** How many objects there are, items of lists one by one; with more than there is room for, none is taken. */
  readonly count: number;
  readonly errors: readonly ManifestError[];
  /** Whether there are documents that are neither objects nor errors. */
  readonly isPassedOver: boolean;
}

/** In files that were found, documents without kind and version are passed over, unless they stand beside objects. */
export function sortDocuments(
  name: string,
  documents: readonly ManifestDocument[],
  mode: Mode,
  room: number,
): SortedDocuments {
  const objects: ManifestDocument[] = [];
  const errors: ManifestError[] = [];
  const others: ManifestError[] = [];
  let count = 0;
  for (const document of documents) {
    const judgement = judge(document.value);
    if (judgement.kind === 'object') {
      count += itemsOf(document.value)?.length ?? 1;
      // Items are looked at one by one, and a file can hold millions.
      if (count > room) return { objects: [], count, errors: [], isPassedOver: false };
      const broken = brokenItems(document);
      for (const error of broken.errors) add(errors, error);
      if (!broken.isFatal) objects.push(document);
    } else if (judgement.kind === 'half') add(errors, at(document, [], judgement.message));
    else if (judgement.kind === 'deletion' && mode !== 'named') continue;
    else add(others, at(document, [], specific(name, judgement.message)));
  }
  const isStrict = mode === 'named' || mode === 'rendered' || objects.length > 0;
  if (isStrict) for (const error of others) add(errors, error);
  return {
    objects,
    count,
    errors,
    isPassedOver: documents.length > 0 && errors.length === 0 && posix.basename(name) !== OWN_CONFIGURATION,
  };
}

/** Stands in many folders that are read, and needs no remark. */
const OWN_CONFIGURATION = '.bulkhead.yaml';

/** Adds an error; the one after the last that is kept stands for all that follow. */
function add(errors: ManifestError[], error: ManifestError): void {
  if (errors.length < DEFAULT_LIMITS.maxErrors) errors.push(error);
  else if (errors.length === DEFAULT_LIMITS.maxErrors) errors.push({ ...error, message: TOO_MANY });
}

const TOO_MANY = 'not a Kubernetes object, and there are more such documents than are named here';

type Judgement =
  | { readonly kind: 'object' }
  /** Names an object that kustomize takes out. */
  | { readonly kind: 'deletion'; readonly message: string }
  /** Of another program. */
  | { readonly kind: 'foreign'; readonly message: string }
  /** Meant to be an object, by its looks. */
  | { readonly kind: 'half'; readonly message: string };

/** Kinds that tools on this side of the API server use for their own files. */
const FOREIGN_GROUPS = ['kustomize.config.k8s.io/', 'bulkhead.dev/'];

function judge(value: unknown): Judgement {
  if (!isMap(value)) return foreign(`expected a map, found ${typeName(value)}`);
  const apiVersion = textOf(value, 'apiVersion');
  const kind = textOf(value, 'kind');
  if (apiVersion !== undefined && kind !== undefined) {
    if (isForeignGroup(apiVersion)) return foreign(`a ${kind} of ${apiVersion} is not for a cluster`);
    return isDeletion(value) ? DELETION : { kind: 'object' };
  }
  if (apiVersion === undefined && kind === undefined) return foreign('it has no "apiVersion" and no "kind"');
  const missing = kind === undefined ? 'kind' : 'apiVersion';
  const isMeant = Object.hasOwn(value, 'metadata') || Object.hasOwn(value, 'spec') || Object.hasOwn(value, 'items');
  return { ...foreign(`it has no "${missing}"`), kind: isMeant ? 'half' : 'foreign' };
}

const foreign = (why: string) => ({ kind: 'foreign', message: `not a Kubernetes object: ${why}` }) as const;

const DELETION: Judgement = {
  kind: 'deletion',
  message: 'not a Kubernetes object: its "$patch" takes one out; give the folder of its kustomization',
};

const isForeignGroup = (apiVersion: string): boolean =>
  apiVersion === 'builtin' || FOREIGN_GROUPS.some((group) => apiVersion.startsWith(group));

const IDENTITY: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', '$patch']);

/** `$patch: delete` and nothing to create: with a spec, an API server would drop the directive and create the object. */
const isDeletion = (value: Readonly<Record<string, unknown>>): boolean =>
  textOf(value, '$patch') === 'delete' && Object.keys(value).every((key) => IDENTITY.has(key));

/** Items of lists must be objects too; a list with others than maps is not taken at all. */
function brokenItems(document: ManifestDocument): { errors: readonly ManifestError[]; isFatal: boolean } {
  const items = itemsOf(document.value);
  if (items === undefined) return { errors: [], isFatal: false };
  const broken = items.findIndex((item) => !isMap(item));
  if (broken >= 0) {
    const message = `the list is not read: item ${broken} is ${typeName(items[broken])}, not an object`;
    return { errors: [at(document, ['items', broken], message)], isFatal: true };
  }
  const errors: ManifestError[] = [];
  for (const object of expandLists(document)) {
    const judgement = object.path.length === 0 ? undefined : judge(object.value);
    if (judgement === undefined || judgement.kind === 'object') continue;
    errors.push(at(document, object.path, judgement.message));
    if (errors.length > DEFAULT_LIMITS.maxErrors) break;
  }
  return { errors, isFatal: false };
}

function at(document: ManifestDocument, path: readonly (string | number)[], message: string): ManifestError {
  const { line, column } = document.nearest(path).value;
  return { message, line, column };
}

/** A better sentence for files that say more together with their folder. */
function specific(name: string, message: string): string {
  const file = posix.basename(name);
  if (isKustomizationName(file)) return 'not a Kubernetes object but a kustomization: give its folder to build it';
  if (file === CHART_FILE) return 'not a Kubernetes object but the description of a Helm chart: give its folder';
  return message;
}

function itemsOf(value: unknown): readonly unknown[] | undefined {
  if (!isMap(value) || !Object.hasOwn(value, 'items')) return undefined;
  return Array.isArray(value.items) ? value.items : undefined;
}

/** A field that holds text that says something. */
function textOf(value: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const found = Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof found === 'string' && found !== '' ? found : undefined;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const typeName = (value: unknown): string =>
  Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
