/**
 * In which form a client gets its answer: JSON, YAML or protobuf, as the object itself, as a Table or as metadata only.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/handlers/negotiation/negotiate.go; github.com/emicklei/go-restful (406 and 415
 * of a route, which come first).
 */
import { type AcceptClause, parseAccept } from './media-type.js';
import { StatusError } from './status-error.js';

export type OutputMediaType = 'json' | 'yaml' | 'protobuf';

export interface Transform {
  readonly kind: 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList';
  /** Of meta.k8s.io. */
  readonly version: 'v1' | 'v1beta1';
}

export interface NegotiatedOutput {
  readonly mediaType: OutputMediaType;
  readonly transform?: Transform;
  readonly pretty: boolean;
  /** The client asked for `stream=watch`. */
  readonly stream: boolean;
}

/** What of a request decides: the headers, and `pretty` of the query. */
export interface NegotiationInput {
  readonly request: { readonly headers: ReadonlyMap<string, readonly string[]> };
  readonly query: ReadonlyMap<string, readonly string[]>;
}

export interface NegotiationOptions {
  /** The resource can be printed. */
  readonly allowTable?: boolean;
  /** The resource has protobuf messages: built-in kinds. */
  readonly allowProtobuf?: boolean;
  /** The request is a watch. */
  readonly watch?: boolean;
  /** The route can also be watched: the refusal names the stream types too. */
  readonly watchable?: boolean;
}

export const MEDIA_TYPES: Readonly<Record<OutputMediaType, string>> = {
  json: 'application/json',
  yaml: 'application/yaml',
  protobuf: 'application/vnd.kubernetes.protobuf',
};

/** In the order in which `*` takes them. */
const OUTPUTS: readonly OutputMediaType[] = ['json', 'yaml', 'protobuf'];
const STREAMED: readonly OutputMediaType[] = ['json', 'protobuf'];
const ALL = OUTPUTS.map((output) => MEDIA_TYPES[output]);
const ALL_STREAMS = STREAMED.map((output) => `${MEDIA_TYPES[output]};stream=watch`);
const TRANSFORMS: ReadonlySet<string> = new Set(['Table', 'PartialObjectMetadata', 'PartialObjectMetadataList']);

/** The form of an answer with an object; throws the 406 that says what there is. */
export function negotiateOutput(input: NegotiationInput, options: NegotiationOptions = {}): NegotiatedOutput {
  const header = acceptOf(input);
  const clauses = parseAccept(header);
  if (header !== '' && !clauses.some(isProduced)) throw routeNotAcceptable(options.watchable ?? options.watch ?? false);
  const pretty = isPretty(input);
  if (header === '') return { mediaType: 'json', pretty, stream: false };
  for (const clause of clauses) {
    for (const mediaType of OUTPUTS) {
      const output = matches(clause, mediaType) ? acceptedAs(clause, mediaType, options, pretty) : undefined;
      if (output === undefined) continue;
      if (options.watch === true && !STREAMED.includes(mediaType)) throw notAcceptable(ALL_STREAMS);
      return output;
    }
  }
  throw notAcceptable(options.watch === true ? ALL_STREAMS : ALL);
}

/** The form of a Status that is an error; when the client accepts none, it gets JSON that people can read. */
export function negotiateErrorOutput(input: NegotiationInput, allowProtobuf: boolean): NegotiatedOutput {
  const header = acceptOf(input);
  const pretty = isPretty(input);
  if (header === '') return { mediaType: 'json', pretty, stream: false };
  for (const clause of parseAccept(header)) {
    for (const mediaType of OUTPUTS) {
      if (!matches(clause, mediaType) || clause.parameters.has('as')) continue;
      const output = acceptedAs(clause, mediaType, { allowProtobuf }, pretty);
      if (output !== undefined) return output;
    }
  }
  return { mediaType: 'json', pretty: true, stream: false };
}

/** `Content-Type` of an answer; a watch in anything but JSON says that it is a stream. */
export function contentTypeOf(output: Pick<NegotiatedOutput, 'mediaType'>, watch = false): string {
  const type = MEDIA_TYPES[output.mediaType];
  return watch && output.mediaType !== 'json' ? `${type};stream=watch` : type;
}

/** What a patch may be, by its Content-Type. */
export const PATCH_TYPES = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
} as const;
/** The 406 of an answer that is neither of `accepted`. */
export function notAcceptable(accepted: readonly string[]): StatusError {
  const message = `only the following media types are accepted: ${accepted.join(', ')}`;
  return new StatusError({ code: 406, reason: 'NotAcceptable', message });
}

function routeNotAcceptable(watchable: boolean): StatusError {
  const available = [...ALL, ...(watchable ? ALL_STREAMS : [])].join(', ');
  const message = `406: Not Acceptable\n\nAvailable representations: ${available}`;
  return new StatusError({ code: 406, reason: 'NotAcceptable', message, details: {} });
}

const acceptOf = ({ request }: NegotiationInput): string => request.headers.get('accept')?.[0] ?? '';

const isProduced = (clause: AcceptClause): boolean => OUTPUTS.some((output) => matches(clause, output));

function matches({ type, subtype }: AcceptClause, output: OutputMediaType): boolean {
  if (subtype === '*') return type === '*' || type === 'application';
  return `${type}/${subtype}` === MEDIA_TYPES[output];
}

/** Undefined when a parameter of the clause asks for what this form does not give. */
function acceptedAs(
  { parameters }: AcceptClause,
  mediaType: OutputMediaType,
  options: NegotiationOptions,
  pretty: boolean,
): NegotiatedOutput | undefined {
  if (mediaType === 'protobuf' && options.allowProtobuf !== true) return undefined;
  const stream = parameters.get('stream') ?? '';
  if (stream !== '' && (stream !== 'watch' || !STREAMED.includes(mediaType))) return undefined;
  if ((parameters.get('sv') ?? '') !== '') return undefined;
  const output = { mediaType, pretty: pretty || parameters.get('pretty') === '1', stream: stream !== '' };
  if (!parameters.has('as') && !parameters.has('g') && !parameters.has('v')) return output;
  const transform = transformOf(parameters, mediaType, options);
  return transform === undefined ? undefined : { ...output, transform };
}

function transformOf(
  parameters: ReadonlyMap<string, string>,
  mediaType: OutputMediaType,
  { allowTable }: NegotiationOptions,
): Transform | undefined {
  const kind = parameters.get('as') ?? '';
  const version = parameters.get('v');
  if (parameters.get('g') !== 'meta.k8s.io' || (version !== 'v1' && version !== 'v1beta1')) return undefined;
  if (!isTransformKind(kind)) return undefined;
  if (kind === 'Table' && (allowTable !== true || mediaType === 'protobuf')) return undefined;
  return { kind, version };
}

const isTransformKind = (kind: string): kind is Transform['kind'] => TRANSFORMS.has(kind);

const TRUE_TEXTS: ReadonlySet<string> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const READERS: readonly string[] = ['curl', 'Wget', 'Mozilla/5.0'];

/** What the query says, or else whether the client looks like a person's. */
function isPretty({ request, query }: NegotiationInput): boolean {
  const asked = query.get('pretty')?.[0] ?? '';
  if (asked !== '') return TRUE_TEXTS.has(asked);
  const agent = request.headers.get('user-agent')?.[0] ?? '';
  return READERS.some((reader) => agent.startsWith(reader));
}
