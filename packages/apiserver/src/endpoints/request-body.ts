/**
 * The body of a write: text or protobuf to an object of the expected kind, or the refusal that upstream would send.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/handlers/{create,rest}.go, k8s.io/apimachinery/pkg/runtime/serializer.
 */
import {
  type DecodeOptions,
  decodeObject,
  decodingError,
  goQuote,
  type KindModel,
  lookupKind,
  type Minor,
  type NumberSpelling,
  type SchemaFinding,
  schemeLine,
  strictDecodingError,
  strictErrors,
} from '@bulkhead/apimachinery';
import { decodeProtobuf, ProtobufError, protobufBadRequest } from '@bulkhead/apimachinery/wire';
import { type ClusterProfile, fieldGateLookup } from '@bulkhead/features';
import { type ManifestDocument, type ManifestError, readSingle } from '@bulkhead/manifest';
import { mediaTypeOf } from '../http/content-type.js';
import type { RequestContext } from '../http/request.js';
import { StatusError } from '../http/status-error.js';
import { badRequest } from '../registry/failures.js';
import type { KubeObject } from '../registry/kube-object.js';
import type { FieldValidation } from './options.js';
import { joinRepeatedKeys } from './repeated-keys.js';

export type BodyFormat = 'json' | 'yaml' | 'protobuf';

const FORMATS: ReadonlyMap<string, BodyFormat> = new Map([
  ['application/json', 'json'],
  ['application/yaml', 'yaml'],
  ['application/vnd.kubernetes.protobuf', 'protobuf'],
]);

/** By Content-Type; JSON without one. */
export function bodyFormat(context: RequestContext): BodyFormat {
  const header = context.request.headers.get('content-type')?.[0] ?? '';
  const format = header === '' ? 'json' : FORMATS.get(mediaTypeOf(header) ?? '');
  if (format !== undefined) return format;
  throw new StatusError({
    code: 415,
    reason: 'UnsupportedMediaType',
    message: `the body of the request was in an unknown format - accepted media types include: ${[...FORMATS.keys()].join(', ')}`,
  });
}

/** A value as it was sent, and what strict decoding has against its text. */
export interface ReadBody {
  readonly value: unknown;
  readonly strict: readonly string[];
  /** How numbers are written, where not all of them are written as this machine would write them. */
  readonly numberSpelling?: NumberSpelling;
}

/** Nesting that is taken: everything that walks objects does so by recursion. */
const MAX_DEPTH = 1000;

/** What a body is to be, unless it says so itself. */
export type ExpectedKind = Pick<KindModel, 'apiVersion' | 'kind'>;

/** The value in the body, with the kind's name in the refusals of what cannot be read. */
export function readBody(bytes: Buffer, format: BodyFormat, kind: ExpectedKind, profile: ClusterProfile): ReadBody {
  if (format === 'protobuf') return { value: readProtobuf(bytes, kind, profile), strict: [] };
  const expected = kind.kind;
  const text = bytes.toString('utf8');
  const plain = format === 'json' ? plainObject(text) : undefined;
  if (plain !== undefined) return { value: plain, strict: [] };
  const { document, error } = readSingle(text, { format, bytes, limits: { maxDepth: MAX_DEPTH } });
  if (error !== undefined) throw unrecognized(bytes, expected, unreadable(error, format));
  // What is null decodes as an object without anything.
  if (document === undefined) return { value: {}, strict: [] };
  if (!isPlainObject(document.value)) throw unrecognized(bytes, expected, NO_TYPE + notAnObject(document.value));
  const known = format === 'json' ? lookupKind(kind.apiVersion, kind.kind) : undefined;
  if (known !== undefined) joinRepeatedKeys(document, known, profile.minor);
  const read = { value: document.value, strict: duplicatesOf(document, format) };
  return document.hasSpelledNumbers ? { ...read, numberSpelling: (path) => document.spelledNumber(path) } : read;
}

function unreadable({ message, line }: ManifestError, format: BodyFormat): string {
  const text = message.replace(/ \(.* that begins at line \d+, column \d+\)$/, '');
  return format === 'json' ? `${NO_TYPE}${text}` : `yaml: ${line > 1 ? `line ${line}: ` : ''}${text}`;
}

/**
 * The object of a text that is written as this machine would write it: then no key stands twice in it and no number is
 * spelled oddly, and nobody needs to know where things stand. Most clients send such texts.
 */
export function plainObject(text: string): object | undefined {
  if (opensMoreThan(MAX_DEPTH, text)) return undefined;
  // Half of a surrogate pair would be kept as it is, and then be something else in memory than in the store.
  if (text.includes('\\ud')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const written = JSON.stringify(value);
    const isSame = text === written || (text.length === written.length + 1 && text === `${written}\n`);
    return isSame && isPlainObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether a text could be nested so deep. */
function opensMoreThan(limit: number, text: string): boolean {
  // What is opened has to be closed.
  if (text.length < 2 * limit) return false;
  let opened = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code === 0x7b || code === 0x5b) && ++opened > limit) return true;
  }
  return false;
}

const NO_TYPE = "couldn't get version/kind; json parse error: ";

/** What errors about a YAML text begin with; one stands in each line behind it. */
const YAML_ERRORS = 'yaml: unmarshal errors:\n';

/** Texts of duplicate keys: one for each in JSON, one for all in YAML. */
function duplicatesOf(document: ManifestDocument, format: BodyFormat): readonly string[] {
  const { duplicates } = document;
  if (duplicates.length === 0) return [];
  if (format === 'json')
    return [...new Set(duplicates.map(({ path }) => `duplicate field ${goQuote(fieldPath(path))}`))];
  const lines = duplicates.map(({ key, last }) => `  line ${last.line}: key ${goQuote(key)} already set in map`);
  return [`${YAML_ERRORS}${lines.join('\n')}`];
}

const fieldPath = (path: readonly (string | number)[]): string =>
  path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`)).join('');

const TYPE_META =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

function notAnObject(value: unknown): string {
  const type = Array.isArray(value)
    ? 'array'
    : value === null
      ? 'null'
      : typeof value === 'boolean'
        ? 'bool'
        : typeof value;
  return `json: cannot unmarshal ${type === 'bigint' ? 'number' : type} into Go value of type ${TYPE_META}`;
}

function readProtobuf(bytes: Buffer, kind: ExpectedKind, profile: ClusterProfile): unknown {
  try {
    return decodeProtobuf(bytes, profile, kind).object;
  } catch (error) {
    if (error instanceof ProtobufError) throw badRequest(protobufBadRequest(error, bytes, kind.kind));
    throw error;
  }
}

const SUMMARY_LENGTH = 30;

/** The beginning of the body stands in the message: as text where it looks like JSON, else in hexadecimal. */
function unrecognized(bytes: Buffer, expected: string, why: string): StatusError {
  const head = bytes.subarray(0, SUMMARY_LENGTH);
  const more = bytes.length > SUMMARY_LENGTH ? ' ...' : '';
  const summary = bytes.length === 0 ? '<empty>' : `${head.toString(bytes[0] === 0x7b ? 'utf8' : 'hex')}${more}`;
  return badRequest(`the object provided is unrecognized (must be of type ${expected}): ${why} (${summary})`);
}

/**
 * The object of the kind, without what this version drops; unknown and duplicate fields are refused, warned of or
 * ignored. A body without kind or apiVersion has those of the URL.
 */
export function decodeBody(
  body: ReadBody,
  expected: KindModel,
  validation: FieldValidation,
  context: RequestContext,
): KubeObject {
  const value = withTypeMeta(body.value, expected, context.profile.minor);
  const { object, findings } = decodeObject(value, context.profile, decodingOf(body, context.profile));
  const failure = decodingError(findings);
  if (failure !== undefined) throw cannotBeHandled(expected, expected, failure);
  if (validation !== 'Ignore') checkStrictly(findings, body.strict, expected, validation, context);
  // Decoding has found metadata to be an object or nothing; the kind is that of the URL.
  const decoded = { metadata: {}, ...object } as unknown as KubeObject;
  context.audit?.setRequestObject(decoded);
  return decoded;
}

function checkStrictly(
  findings: readonly SchemaFinding[],
  duplicates: readonly string[],
  expected: KindModel,
  validation: 'Strict' | 'Warn',
  { warnings }: RequestContext,
): void {
  const isYaml = duplicates[0]?.startsWith(YAML_ERRORS) === true;
  const unknown = strictErrors(findings);
  const errors = isYaml ? [...duplicates, ...unknown] : [...unknown, ...duplicates];
  if (errors.length === 0) return;
  if (validation === 'Strict') throw cannotBeHandled(expected, expected, strictDecodingError(errors));
  for (const error of errors.flatMap(strictWarnings)) warnings.add(error);
}

/** The warnings of a strict error: of YAML one for each of its lines. */
export function strictWarnings(error: string): readonly string[] {
  const start = error.indexOf(YAML_ERRORS);
  if (start !== 0 && !error.startsWith(`error converting YAML to JSON: ${YAML_ERRORS}`)) return [error];
  const lines = error.slice(start + YAML_ERRORS.length).split('\n');
  return lines.map((line) => line.trim());
}

/** Kind and version are checked before the rest. */
function withTypeMeta(value: unknown, expected: KindModel, minor: Minor): object {
  const object = isPlainObject(value) ? value : {};
  const kind = typeof object['kind'] === 'string' ? object['kind'] : '';
  const apiVersion = typeof object['apiVersion'] === 'string' ? object['apiVersion'] : '';
  const given = { kind: kind || expected.kind, apiVersion: apiVersion || expected.apiVersion };
  if (given.kind !== expected.kind || given.apiVersion !== expected.apiVersion) refuseType(given, expected, minor);
  return kind === '' || apiVersion === '' ? { ...object, ...given } : object;
}

export interface TypeMeta {
  readonly kind: string;
  readonly apiVersion: string;
}

/** Why what is given cannot become what is expected; undefined where it is at most another version of it. */
export function typeFailure(given: TypeMeta, expected: KindModel, minor: Minor): string | undefined {
  const known = lookupKind(given.apiVersion, given.kind);
  if (known === undefined) {
    const [kind, version, scheme] = [given.kind, given.apiVersion, schemeLine(minor)].map(goQuote);
    return `no kind ${kind} is registered for version ${version} in scheme ${scheme}`;
  }
  if (given.kind === expected.kind && known.group === expected.group) return undefined;
  return `converting (${goTypeOf(known)}) to (${internalTypeOf(expected)}): unknown conversion`;
}

function refuseType(given: TypeMeta, expected: KindModel, minor: Minor): never {
  const why = typeFailure(given, expected, minor);
  if (why !== undefined) throw cannotBeHandled(given, expected, why);
  throw badRequest(
    `the API version in the data (${given.apiVersion}) does not match the expected API version (${expected.apiVersion})`,
  );
}

const goTypeOf = ({ version, kind }: KindModel): string => `${version}.${kind}`;
/** `core.ConfigMap`, `rbac.Role`: the package is the first part of the type's name. */
const internalTypeOf = ({ typeName, kind }: KindModel): string => `${typeName.split('.')[0]}.${kind}`;

function cannotBeHandled(given: TypeMeta, expected: KindModel, why: string): StatusError {
  const version = goQuote(given.apiVersion.slice(given.apiVersion.indexOf('/') + 1));
  return badRequest(`${given.kind} in version ${version} cannot be handled as a ${expected.kind}: ${why}`);
}

const decodings = new WeakMap<ClusterProfile, DecodeOptions>();

/** Decoding keeps shapes by its options, so they are made once a profile. */
export function decoding(profile: ClusterProfile): DecodeOptions {
  let options = decodings.get(profile);
  if (options === undefined) {
    options = { fieldGates: fieldGateLookup(profile) };
    decodings.set(profile, options);
  }
  return options;
}

/** The options for a body: those of its profile, with how its numbers are written. */
export function decodingOf(
  { numberSpelling }: Pick<ReadBody, 'numberSpelling'>,
  profile: ClusterProfile,
): DecodeOptions {
  return numberSpelling === undefined ? decoding(profile) : { ...decoding(profile), numberSpelling };
}

const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
