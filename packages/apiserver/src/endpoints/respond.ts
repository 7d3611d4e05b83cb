/**
 * Answers with objects: in the form that the client wants, from kept bytes where nothing has to be changed.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/handlers/{response,responsewriters}.
 */
import { goJSON } from '@bulkhead/apimachinery/wire';
import { contentTypeOf, type NegotiatedOutput, negotiateOutput, type Transform } from '../http/negotiation.js';
import type { ApiResponse } from '../http/request.js';
import { serialize } from '../http/serialize.js';
import { StatusError } from '../http/status-error.js';
import { badRequest } from '../registry/failures.js';
import type { CachedObject, KubeObject } from '../registry/kube-object.js';
import type { WriteOutcome } from '../registry/object-registry.js';
import { printTable, printTableBytes, type TableOptions } from '../tables/index.js';
import { metadataBytes } from '../watch-cache/metadata-bytes.js';
import type { ListMeta, ObjectList } from './list.js';
import { protobufEncoder, protobufWatchForm } from './protobuf-answer.js';
import { queryText } from './query.js';
import type { ResourceTarget } from './target.js';
import { jsonWatchForm, type WatchForm } from './watch.js';

const FORMS = { allowTable: true, allowProtobuf: true } as const;

/** What is done must not end in a refusal to say so: whoever accepts no answer is refused first. Throws the 406. */
export function assertAcceptable(target: ResourceTarget): void {
  negotiateOutput(target.context, { ...FORMS, watchable: isWatchable(target) });
}

/** One object, in the version of the request. */
export function respondObject(target: ResourceTarget, object: KubeObject, status = 200): ApiResponse {
  const output = negotiateOutput(target.context, { ...FORMS, watchable: isWatchable(target) });
  return answer(target, status, output, transformed(target, object, output));
}

/** An object from memory; its bytes are the answer where the client wants just them. */
export function respondCached(target: ResourceTarget, cached: CachedObject, status = 200): ApiResponse {
  const output = negotiateOutput(target.context, { ...FORMS, watchable: isWatchable(target) });
  const isPlain = output.mediaType === 'json' && output.transform === undefined && !output.pretty;
  if (isPlain && cached.object.apiVersion === target.version.apiVersion) {
    return { status, headers: JSON_HEADERS, body: [cached.bytes, NEWLINE] };
  }
  return answer(
    target,
    status,
    output,
    transformed(target, target.registry.objects.inVersion(cached.object, target.version), output),
  );
}

/** What a write has made. */
export function respondWritten(target: ResourceTarget, { object, cached, created }: WriteOutcome): ApiResponse {
  const status = created ? 201 : 200;
  return cached === undefined ? respondObject(target, object, status) : respondCached(target, cached, status);
}

/** An object of a kind of its own, such as a Status, a Scale or a review. */
export function respondOther(target: ResourceTarget, object: object, status = 200): ApiResponse {
  // A Status stays one whatever form was asked for; what was done must not end in a refusal to say so.
  const output = negotiateOutput(target.context, FORMS);
  return answer(target, status, output, isScale(object) ? transformed(scalesOf(target), object, output) : object);
}

const isScale = (object: object): object is KubeObject =>
  'kind' in object && object.kind === 'Scale' && 'metadata' in object;

/** Scales have columns of their own, whatever is scaled. */
const scalesOf = (target: ResourceTarget): ResourceTarget => ({
  ...target,
  resource: { ...target.resource, group: 'autoscaling', resource: 'scales' },
});

export function respondList(target: ResourceTarget, list: ObjectList): ApiResponse {
  const output = negotiateOutput(target.context, { ...FORMS, watchable: true });
  const { transform } = output;
  const kind = `${target.version.kind.kind}List`;
  if (output.mediaType === 'json' && transform === undefined && !output.pretty) {
    return { status: 200, headers: JSON_HEADERS, body: listBytes(target, kind, list) };
  }
  if (transform?.kind === 'PartialObjectMetadata') throw otherForm(target, transform.kind, true);
  if (transform?.kind === 'Table' && output.mediaType === 'json' && !output.pretty) {
    const body = keptTable(target, list, transform);
    if (body !== undefined) return { status: 200, headers: { 'Content-Type': contentTypeOf(output) }, body };
  }
  const objects = list.items.map(({ object }) => target.registry.objects.inVersion(object, target.version));
  if (transform?.kind === 'Table')
    return answer(target, 200, output, tableOf(target, objects, list.metadata, transform));
  if (transform !== undefined) {
    const items = objects.map((object) => partialMetadata(object, transform.version));
    return answer(target, 200, output, {
      kind: 'PartialObjectMetadataList',
      apiVersion: `meta.k8s.io/${transform.version}`,
      metadata: list.metadata,
      items,
    });
  }
  // Items of a list do not say what they are.
  const items = objects.map(({ kind: _k, apiVersion: _a, ...item }) => item);
  return answer(target, 200, output, { kind, apiVersion: target.version.apiVersion, metadata: list.metadata, items });
}

/** How the events of a watch are written. */
export function watchFormOf(target: ResourceTarget): { readonly form: WatchForm; readonly contentType: string } {
  const output = negotiateOutput(target.context, { ...FORMS, watch: true });
  const { transform } = output;
  const contentType = contentTypeOf(output, true);
  if (output.mediaType === 'protobuf') return { form: protobufForm(target, transform), contentType };
  if (transform === undefined) return { form: plainForm(target), contentType };
  let isFirst = true;
  const form = jsonWatchForm((cached) => {
    if (transform.kind !== 'Table') return Buffer.from(keptPartialMetadata(cached, transform.version));
    const object = target.registry.objects.inVersion(cached.object, target.version);
    const table = tableOf(target, [object], { resourceVersion: String(cached.revision) }, transform, isFirst);
    isFirst = false;
    return Buffer.from(goJSON(table));
  });
  return { form, contentType };
}

const forms = new WeakMap<object, Map<string, WatchForm>>();

function protobufForm(target: ResourceTarget, transform: Transform | undefined): WatchForm {
  const { registry, version, context } = target;
  return keptForm(target, `protobuf ${transform?.kind ?? ''} ${transform?.version ?? ''}`, () =>
    protobufWatchForm(context.profile.minor, (cached) => {
      const object = registry.objects.inVersion(cached.object, version);
      return transform === undefined ? object : partialMetadata(object, transform.version);
    }),
  );
}

function plainForm(target: ResourceTarget): WatchForm {
  const { registry, version } = target;
  return keptForm(target, 'json', () =>
    jsonWatchForm((cached) =>
      cached.object.apiVersion === version.apiVersion
        ? cached.bytes
        : Buffer.from(goJSON(registry.objects.inVersion(cached.object, version))),
    ),
  );
}

/** One form for all watches of a version, so that an event is written once for all of them. */
function keptForm({ registry, version }: ResourceTarget, name: string, make: () => WatchForm): WatchForm {
  const key = `${version.apiVersion} ${name}`;
  const byName = forms.get(registry) ?? new Map<string, WatchForm>();
  forms.set(registry, byName);
  const form = byName.get(key) ?? make();
  byName.set(key, form);
  return form;
}

/** Collections can be watched, single objects cannot: refusals of a form say so. */
const isWatchable = ({ name }: ResourceTarget): boolean => name === '';

function transformed(target: ResourceTarget, object: KubeObject, { transform }: NegotiatedOutput): object {
  if (transform === undefined) return object;
  if (transform.kind === 'Table') {
    const { resourceVersion } = object.metadata;
    return tableOf(target, [object], resourceVersion === undefined ? {} : { resourceVersion }, transform);
  }
  if (transform.kind === 'PartialObjectMetadataList') throw otherForm(target, transform.kind, false);
  return partialMetadata(object, transform.version);
}

/** One object and a list have each their own form; upstream names the type that it has. */
function otherForm({ version }: ResourceTarget, form: string, isList: boolean): StatusError {
  const type = `${version.kind.typeName.split('.')[0] ?? ''}.${version.kind.kind}`;
  const what = isList ? `is a list (*${type}List)` : `is not a list (*${type})`;
  const message = `you requested ${form}, but the requested object ${what}`;
  return new StatusError({ code: 406, reason: 'NotAcceptable', message });
}

function partialMetadata({ metadata }: KubeObject, version: string): object {
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata };
}

/** The Table of a list from what is kept of its objects; undefined where more or less is asked of them. */
function keptTable(
  target: ResourceTarget,
  { items, metadata }: ObjectList,
  transform: Transform,
): Uint8Array[] | undefined {
  const { includeObject, ...options } = tableOptions(target, metadata, transform, true);
  if (includeObject !== 'Metadata') return undefined;
  const rows = items.map((cached) => ({
    object: target.registry.objects.inVersion(cached.object, target.version),
    metadata: metadataBytes(cached),
  }));
  return [printTableBytes(rows, options), NEWLINE];
}

/** Metadata is the same in every version. */
const keptPartialMetadata = (cached: CachedObject, version: string): string =>
  `{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/${version}","metadata":${metadataBytes(cached).toString()}}`;

function tableOf(
  target: ResourceTarget,
  objects: readonly KubeObject[],
  metadata: Partial<ListMeta>,
  transform: Transform,
  withColumns = true,
): object {
  return printTable(objects, tableOptions(target, metadata, transform, withColumns));
}

function tableOptions(
  { context, resource }: ResourceTarget,
  metadata: Partial<ListMeta>,
  { version }: Transform,
  withColumns: boolean,
): TableOptions {
  const includeObject = queryText(context.query, 'includeObject');
  if (includeObject !== '' && !INCLUDE_OBJECT.has(includeObject)) {
    const why = `includeObject: Invalid value: "${includeObject}": must be 'Metadata', 'Object', 'None', or empty`;
    throw badRequest(`Unable to convert to Table as requested: ${why}`);
  }
  return {
    group: resource.group,
    resource: resource.resource,
    version,
    minor: context.profile.minor,
    now: context.receivedAt,
    includeObject: includeObject === 'None' || includeObject === 'Object' ? includeObject : 'Metadata',
    metadata,
    withColumns,
  };
}

const INCLUDE_OBJECT: ReadonlySet<string> = new Set(['None', 'Metadata', 'Object']);
const JSON_HEADERS = { 'Content-Type': 'application/json' } as const;
const NEWLINE = Buffer.from('\n');
const LIST_END = Buffer.from(']}\n');
const COMMA = Buffer.from(',');
const BRACE = Buffer.from('{');

/** The bytes of the items, each without its kind and apiVersion, in one piece. */
function listBytes({ version, registry }: ResourceTarget, kind: string, { items, metadata }: ObjectList): Uint8Array[] {
  const head = `{"kind":"${kind}","apiVersion":"${version.apiVersion}","metadata":${goJSON(metadata)},"items":[`;
  const typeMeta = `{"kind":"${version.kind.kind}","apiVersion":"${version.apiVersion}",`;
  const pieces: Uint8Array[] = [Buffer.from(head)];
  for (const [index, cached] of items.entries()) {
    if (index > 0) pieces.push(COMMA);
    if (cached.object.apiVersion === version.apiVersion && startsWith(cached.bytes, typeMeta)) {
      pieces.push(BRACE, cached.bytes.subarray(typeMeta.length));
    } else {
      const { kind: _k, apiVersion: _a, ...item } = registry.objects.inVersion(cached.object, version);
      pieces.push(Buffer.from(goJSON(item)));
    }
  }
  pieces.push(LIST_END);
  return [Buffer.concat(pieces)];
}

const startsWith = (bytes: Buffer, text: string): boolean => bytes.toString('latin1', 0, text.length) === text;

function answer({ context }: ResourceTarget, status: number, output: NegotiatedOutput, object: object): ApiResponse {
  const body = serialize(object, output, protobufEncoder(context.profile.minor));
  return { status, headers: { 'Content-Type': contentTypeOf(output) }, body };
}
