/**
 * PATCH: the body says what changes. Each kind of patch gives the object that is to be; from there on it is an update.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/handlers/patch.go.
 */
import {
  decodeObject,
  decodingError,
  type KindModel,
  type NumberSpelling,
  strictDecodingError,
  strictErrors,
  Verbatim,
} from '@bulkhead/apimachinery';
import { goJSON } from '@bulkhead/apimachinery/wire';
import { readSingle } from '@bulkhead/manifest';
import {
  type JsonObject,
  jsonPatch,
  mergePatch,
  type PatchFormat,
  strategicMergePatch,
  undecodablePatch,
} from '@bulkhead/patch';
import { PATCH_TYPES } from '../http/negotiation.js';
import type { ApiResponse } from '../http/request.js';
import { StatusError } from '../http/status-error.js';
import { invalidObject } from '../registry/failures.js';
import { internalForm } from '../registry/internal-form.js';
import type { KubeObject } from '../registry/kube-object.js';
import { applyPatch } from './apply.js';
import { readWriteOptions, type WriteOptions } from './options.js';
import { decodingOf, type TypeMeta, typeFailure } from './request-body.js';
import { respondWritten } from './respond.js';
import type { ResourceTarget } from './target.js';
import { inNamespace, withName } from './writes.js';

export type PatchType = PatchFormat | 'apply';

const FORMATS: ReadonlyMap<string, PatchType> = new Map<string, PatchType>(Object.entries(PATCH_TYPES));

export function patchType({ context }: Pick<ResourceTarget, 'context'>): PatchType {
  const header = context.request.headers.get('content-type')?.[0] ?? '';
  const type = FORMATS.get(header.split(';')[0] ?? '');
  if (type !== undefined) return type;
  // The router is content with one of several types, the handler is not.
  const isRouted = header.split(',').some((part) => FORMATS.has(part.split(';')[0]?.trim() ?? ''));
  const accepted = [...FORMATS.keys()].join(', ');
  throw new StatusError({
    code: 415,
    reason: 'UnsupportedMediaType',
    message: isRouted
      ? `the body of the request was in an unknown format - accepted media types include: ${accepted}`
      : '415: Unsupported Media Type',
    ...(isRouted ? {} : { details: {} }),
  });
}

export async function patchObject(target: ResourceTarget, authorizeCreate: () => Promise<void>): Promise<ApiResponse> {
  const { context, version, registry, namespace, name, subresource } = target;
  const type = patchType(target);
  const bytes = await context.request.body();
  const options = readWriteOptions(context, 'PatchOptions', type === 'apply');
  if (type === 'apply') return await applyPatch(target, bytes, options, authorizeCreate);
  const patch = readPatch(bytes, type, options);
  context.audit?.setPatch(patch.value);
  const outcome = await registry.update(context, {
    version,
    namespace,
    name,
    subresource,
    options,
    change: (current) => patchedObject(target, current, patch, options),
    isPatch: true,
    tracksFields: true,
  });
  return respondWritten(target, outcome);
}

/** A patch that was read, for any number of objects. */
export interface ReadPatch {
  readonly type: PatchFormat;
  readonly value: unknown;
  /** Keys that stand twice. */
  readonly strict: readonly string[];
  /** Of a merge patch, whose numbers stand where they will stand in the object. */
  readonly numberSpelling?: NumberSpelling;
}

export function readPatch(bytes: Buffer, type: PatchFormat, { fieldValidation }: WriteOptions): ReadPatch {
  const { document, error } = readSingle(bytes.toString('utf8'), { format: 'json', bytes });
  if (error !== undefined) throw new StatusError(undecodablePatch(type, error.message, fieldValidation));
  const duplicates = document?.duplicates ?? [];
  const isSpelled = type === 'merge' && document?.hasSpelledNumbers === true;
  return {
    type,
    value: document === undefined ? null : document.value,
    strict: [...new Set(duplicates.map(({ path }) => `duplicate field "${fieldPath(path)}"`))],
    ...(isSpelled ? { numberSpelling: (path) => document.spelledNumber(path) } : {}),
  };
}

const fieldPath = (path: readonly (string | number)[]): string =>
  path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`)).join('');

/** The object after the patch: decoded as any other, with its defaults. */
export function patchedObject(
  target: ResourceTarget,
  current: KubeObject,
  patch: ReadPatch,
  options: WriteOptions,
): KubeObject {
  const { context } = target;
  const patched = applyTo(current, patch, target, options);
  const { object, findings } = decodeObject(patched.value, context.profile, decodingOf(patch, context.profile));
  const failure = decodingError(findings) ?? changedType(patched.value, target);
  if (failure !== undefined) throw invalidPatch(patched.text(), failure, target);
  const unknown =
    options.fieldValidation === 'Ignore' ? [] : [...patched.strict, ...patch.strict, ...strictErrors(findings)];
  if (unknown.length > 0) {
    if (options.fieldValidation === 'Strict') throw invalidPatch(patched.text(), strictDecodingError(unknown), target);
    for (const text of unknown) context.warnings.add(text);
  }
  const typed = { metadata: {}, ...object } as unknown as KubeObject;
  return internalForm(withName(target, inNamespace(target, typed)), context.profile);
}

interface Patched {
  readonly value: unknown;
  readonly strict: readonly string[];
  /** What stands for the value in errors. */
  readonly text: () => string;
}

function applyTo(current: KubeObject, patch: ReadPatch, target: ResourceTarget, options: WriteOptions): Patched {
  const document = current as unknown as JsonObject;
  const { kind } = target.version;
  const { minor } = target.context.profile;
  if (patch.type === 'strategic') {
    const result = strategicMergePatch(document, patch.value, kind.typeName, minor);
    if (!result.ok) throw new StatusError(result.failure);
    return { value: ofKind(result.value, kind), strict: [], text: result.patchText };
  }
  const result =
    patch.type === 'json'
      ? jsonPatch(document, patch.value, options.fieldValidation)
      : mergePatch(document, patch.value, options.fieldValidation);
  if (!result.ok) throw new StatusError(result.failure);
  const strict = 'strictErrors' in result && Array.isArray(result.strictErrors) ? result.strictErrors.map(String) : [];
  return { value: result.value, strict, text: () => goJSON(sortedWhereTouched(result.value, touched(patch))) };
}

/** Members that a patch goes into, each with those below it. */
interface Touched extends ReadonlyMap<string, Touched> {}

function touched({ type, value }: ReadPatch): Touched {
  if (type !== 'json') return touchedByMerge(value);
  const root = new Map<string, Touched>();
  for (const operation of Array.isArray(value) ? value : []) {
    const { path } = (operation ?? {}) as { readonly path?: unknown };
    let at = root;
    for (const part of typeof path === 'string' ? path.split('/').slice(1, -1) : []) {
      const next = new Map(at.get(part) ?? []);
      at.set(part, next);
      at = next;
    }
  }
  return root;
}

function touchedByMerge(value: unknown): Touched {
  if (!isMap(value)) return new Map();
  const below = Object.entries(value).filter(([, member]) => isMap(member));
  return new Map(below.map(([name, member]) => [name, touchedByMerge(member)]));
}

/** A map that was taken apart is put together in the order of its keys; the rest stands as it was. */
function sortedWhereTouched(value: unknown, parts: Touched): unknown {
  if (!isMap(value)) return value;
  const entries = Object.entries(value).map(([name, member]) => {
    const below = parts.get(name);
    return [name, below === undefined ? member : sortedWhereTouched(member, below)] as const;
  });
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a strategic merge patch leaves is put into an object of the kind, whatever kind it names, or none. */
function ofKind(value: unknown, { apiVersion, kind }: KindModel): unknown {
  if (!isMap(value)) return value;
  const isText = (given: unknown): boolean => given === undefined || given === null || typeof given === 'string';
  return isText(value['kind']) && isText(value['apiVersion']) ? { ...value, apiVersion, kind } : value;
}

/** A patch that makes another kind of the object. */
function changedType(value: unknown, { version, context }: ResourceTarget): string | undefined {
  const { kind } = version;
  // Decoding has found both to be texts.
  const given = value as TypeMeta;
  if (given.kind === kind.kind && given.apiVersion === kind.apiVersion) return undefined;
  const why = typeFailure(given, kind, context.profile.minor);
  return why ?? `unable to convert to ${kind.apiVersion} ${kind.kind}`;
}

/** Unlike upstream, the content of a Secret is not quoted: answers are logged. */
function invalidPatch(text: string, why: string, { context, version }: ResourceTarget): StatusError {
  const { kind, group } = version.kind;
  const isSecret = kind === 'Secret' && group === '';
  const badValue = new Verbatim(JSON.stringify(isSecret ? 'REDACTED' : text));
  const error = { type: 'FieldValueInvalid', field: 'patch', badValue, detail: why } as const;
  return invalidObject({ group: '', kind: '' }, '', [error], context.profile.minor);
}
