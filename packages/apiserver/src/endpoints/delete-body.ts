/** The DeleteOptions in the body of a delete. */
import { type DecodedObject, decodeObject, decodingError } from '@bulkhead/apimachinery';
import type { RequestContext } from '../http/request.js';
import { badRequest } from '../registry/failures.js';
import type { DeleteOptionsBody } from './options.js';
import { type BodyFormat, decodingOf, readBody } from './request-body.js';

/** Kind and apiVersion may be left out; any group serves the same options. */
export function readDeleteBody(bytes: Buffer, format: BodyFormat, context: RequestContext): DeleteOptionsBody {
  const read = readBody(bytes, format, { apiVersion: 'v1', kind: 'DeleteOptions' }, context.profile);
  const body = read.value as Readonly<Record<string, unknown>>;
  const kind = body['kind'];
  if (kind !== undefined && kind !== '' && kind !== 'DeleteOptions') {
    throw badRequest('decoded object cannot be converted to DeleteOptions');
  }
  const typed = { ...body, kind: 'DeleteOptions', apiVersion: 'v1' };
  const decoded: DecodedObject = decodeObject(typed, context.profile, decodingOf(read, context.profile));
  const failure = decodingError(decoded.findings);
  if (failure !== undefined) {
    throw badRequest(`DeleteOptions in version "v1" cannot be handled as a DeleteOptions: ${failure}`);
  }
  // Well typed after decoding.
  const {
    kind: _k,
    apiVersion: _a,
    ...options
  } = decoded.object as DeleteOptionsBody & { kind: string; apiVersion: string };
  return options;
}
