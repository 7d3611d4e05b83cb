/**
 * Protobuf bodies of requests: `k8s` and a zero byte, then a runtime.Unknown that names the kind and holds its message.
 * Source: k8s.io/apimachinery/pkg/runtime/serializer/protobuf/protobuf.go.
 */
import { type KindModel, lookupKind } from '../model/kind-model.js';
import { isInRange } from '../model/minor-range.js';
import { goQuote } from '../schema/go-quote.js';
import { schemeLine } from '../scheme-line.js';
import type { Minor } from '../version.js';
import type { VersionProfile } from '../version-profile.js';
import { DecoderCatalog } from './message-decoder.js';
import { MessageTable } from './message-table.js';
import { lookupPartialMetadata } from './partial-object-metadata.js';
import { ProtobufError, type TypeMeta } from './protobuf-error.js';
import { ProtobufReader, WIRE_BYTES } from './protobuf-reader.js';

export interface DecodedProtobuf extends TypeMeta {
  /** The JSON object that Go would print, with `kind` and `apiVersion`. Integers beyond 2^53 are bigints. */
  readonly object: object;
}

/** What stands before every message that names its kind. */
export const MAGIC: readonly number[] = [0x6b, 0x38, 0x73, 0x00];

/**
 * The object in the bytes. `expected` fills in for a kind that the envelope does not name, and makes another kind an
 * error. Fields that the minor does not know are dropped. Throws a ProtobufError.
 */
export function decodeProtobuf(
  bytes: Uint8Array,
  profile: VersionProfile | Minor,
  expected?: TypeMeta,
): DecodedProtobuf {
  const minor = typeof profile === 'number' ? profile : profile.minor;
  checkMagic(bytes);
  const { given, raw } = readEnvelope(bytes.subarray(MAGIC.length), expected);
  try {
    const kind = kindOf(given, minor);
    const decoded = catalogOf(minor).message(kind.typeName).decode(new ProtobufReader(raw));
    if (expected !== undefined) checkExpected(kind, expected);
    return { ...given, object: withTypeMeta(decoded, given, kind) };
  } catch (error) {
    // From here on the server knows what it was to read.
    throw error instanceof ProtobufError && error.given === undefined ? new ProtobufError(error.message, given) : error;
  }
}

/** The kind of the API version, or one that belongs to every group: options, watch events and partial metadata. */
export function lookupWireKind(apiVersion: string, kind: string): KindModel | undefined {
  const known = lookupKind(apiVersion, kind) ?? lookupPartialMetadata(apiVersion, kind);
  if (known !== undefined || !IN_EVERY_GROUP.has(kind)) return known;
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  return { group, version: apiVersion.slice(slash + 1), kind, apiVersion, typeName: `meta.v1.${kind}` };
}

const IN_EVERY_GROUP: ReadonlySet<string> = new Set([
  ...['CreateOptions', 'DeleteOptions', 'GetOptions', 'ListOptions', 'PatchOptions', 'UpdateOptions', 'WatchEvent'],
]);

function checkMagic(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new ProtobufError('empty data');
  if (MAGIC.some((byte, index) => bytes[index] !== byte)) {
    const prefix = MAGIC.join(' ');
    throw new ProtobufError(`provided data does not appear to be a protobuf message, expected prefix [${prefix}]`);
  }
  if (bytes.length === MAGIC.length) throw new ProtobufError('empty body');
}

const TYPE_META = new MessageTable('TypeMeta', [
  [1, 'APIVersion', WIRE_BYTES, (reader, slots) => void (slots[0] = reader.string())],
  [2, 'Kind', WIRE_BYTES, (reader, slots) => void (slots[1] = reader.string())],
]);
const UNKNOWN = new MessageTable('Unknown', [
  [
    1,
    'TypeMeta',
    WIRE_BYTES,
    (reader, slots) => {
      const around = reader.enter();
      TYPE_META.read(reader, slots);
      reader.leave(around);
    },
  ],
  [
    2,
    'Raw',
    WIRE_BYTES,
    (reader, slots) => {
      const end = reader.lengthEnd();
      slots[2] = reader.bytes.subarray(reader.position, end);
      reader.position = end;
    },
  ],
  [3, 'ContentEncoding', WIRE_BYTES, (reader) => void reader.string()],
  [4, 'ContentType', WIRE_BYTES, (reader) => void reader.string()],
]);
const NOTHING = new Uint8Array(0);

function readEnvelope(bytes: Uint8Array, expected: TypeMeta | undefined): { given: TypeMeta; raw: Uint8Array } {
  const [apiVersion, kind, raw] = UNKNOWN.read(new ProtobufReader(bytes), []);
  const given = {
    apiVersion: text(apiVersion) || (expected?.apiVersion ?? ''),
    kind: text(kind) || (expected?.kind ?? ''),
  };
  for (const [missing, value] of [
    ['Kind', given.kind],
    ['apiVersion', given.apiVersion],
  ]) {
    if (value !== '') continue;
    const typeMeta = `runtime.TypeMeta{APIVersion:${goQuote(text(apiVersion))}, Kind:${goQuote(text(kind))}}`;
    throw new ProtobufError(`Object '${missing}' is missing in '${typeMeta}'`);
  }
  return { given, raw: raw instanceof Uint8Array ? raw : NOTHING };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function kindOf({ apiVersion, kind }: TypeMeta, minor: Minor): KindModel {
  const model = lookupWireKind(apiVersion, kind);
  if (model !== undefined && isInRange(model, minor)) return model;
  const version = goQuote(apiVersion);
  throw new ProtobufError(
    `no kind ${goQuote(kind)} is registered for version ${version} in scheme ${goQuote(schemeLine(minor))}`,
  );
}

/** Upstream decodes what came and then fails to convert it. Another version of the kind can be converted. */
function checkExpected(given: KindModel, { apiVersion, kind }: TypeMeta): void {
  const wanted = lookupWireKind(apiVersion, kind);
  if (wanted === undefined || (wanted.kind === given.kind && wanted.group === given.group)) return;
  const internal = `${wanted.typeName.split('.')[0] ?? ''}.${wanted.kind}`;
  throw new ProtobufError(`converting (${given.version}.${given.kind}) to (${internal}): unknown conversion`);
}

/** Watch events have neither kind nor apiVersion. */
function withTypeMeta(
  decoded: Readonly<Record<string, unknown>>,
  { kind, apiVersion }: TypeMeta,
  model: KindModel,
): object {
  return model.typeName === 'meta.v1.WatchEvent' ? decoded : { kind, apiVersion, ...decoded };
}

/** A catalog a minor; there are few. */
const catalogs = new Map<Minor, DecoderCatalog>();

function catalogOf(minor: Minor): DecoderCatalog {
  let catalog = catalogs.get(minor);
  if (catalog === undefined) {
    catalog = new DecoderCatalog(minor);
    catalogs.set(minor, catalog);
  }
  return catalog;
}
