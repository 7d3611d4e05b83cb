/**
 * What is wrong with a protobuf body, in the words of the API server.
 * Source: k8s.io/apimachinery/pkg/runtime/serializer/protobuf, the generated Unmarshal methods, and the
 * transformDecodeError of k8s.io/apiserver/pkg/endpoints/handlers.
 */
import { goQuote } from '../schema/go-quote.js';

export interface TypeMeta {
  readonly apiVersion: string;
  readonly kind: string;
}

export class ProtobufError extends Error {
  override readonly name = 'ProtobufError';
  /** What the envelope says that it holds; undefined when it could not be read. */
  readonly given: TypeMeta | undefined;

  constructor(message: string, given?: TypeMeta) {
    super(message);
    this.given = given;
  }
}

const SUMMARY_LENGTH = 30;

/** The message of the 400 that the API server answers to a body that should have been of the kind. */
export function protobufBadRequest(error: ProtobufError, body: Uint8Array, expectedKind: string): string {
  const { given, message } = error;
  if (given === undefined) {
    return `the object provided is unrecognized (must be of type ${expectedKind}): ${message} (${summary(body)})`;
  }
  const version = given.apiVersion.slice(given.apiVersion.indexOf('/') + 1);
  return `${given.kind} in version ${goQuote(version)} cannot be handled as a ${expectedKind}: ${message}`;
}

function summary(body: Uint8Array): string {
  if (body.length === 0) return '<empty>';
  const more = body.length > SUMMARY_LENGTH ? ' ...' : '';
  return `${hexOf(body.subarray(0, SUMMARY_LENGTH))}${more}`;
}

const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
