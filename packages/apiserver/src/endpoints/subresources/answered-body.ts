/** The body of a create whose object is answered and not kept: read, defaulted and tracked as others are. */
import type { KindModel } from '@bulkhead/apimachinery';
import { applyDefaults } from '@bulkhead/apimachinery/defaults';
import { methodNotAllowed } from '../../registry/failures.js';
import type { KubeObject } from '../../registry/kube-object.js';
import { readWriteOptions, type WriteOptions } from '../options.js';
import { bodyFormat, decodeBody, readBody } from '../request-body.js';
import type { ResourceTarget } from '../target.js';

export async function answeredBody(
  { context, name, subresource, registry }: ResourceTarget,
  kind: KindModel,
): Promise<{ readonly object: KubeObject; readonly options: WriteOptions }> {
  if (context.request.method !== 'POST' || (subresource === '' && name !== '')) throw methodNotAllowed();
  const format = bodyFormat(context);
  const bytes = await context.request.body();
  const options = readWriteOptions(context, 'CreateOptions');
  const body = readBody(bytes, format, kind, context.profile);
  const object = applyDefaults(decodeBody(body, kind, options.fieldValidation, context), context.profile);
  // Whoever asks owns the fields of the question, though nobody will ever change them.
  const now = `${new Date(context.receivedAt).toISOString().slice(0, 19)}Z`;
  const manager = options.fieldManager;
  return { object: registry.fields.update(kind, { live: undefined, object, manager, subresource, now }), options };
}
