/** What is posted to an endpoint and not kept: read, admitted, and answered with a Status or with itself. */
import type { KindModel } from '@bulkhead/apimachinery';
import type { AdmissionAttributes, AdmissionChain } from '../admission/plugin.js';
import { apiTime } from '../registry/api-time.js';
import { methodNotAllowed } from '../registry/failures.js';
import { internalForm } from '../registry/internal-form.js';
import type { KubeObject } from '../registry/kube-object.js';
import { readWriteOptions, type WriteOptions } from './options.js';
import { bodyFormat, decodeBody, type ReadBody, readBody } from './request-body.js';
import type { ResourceTarget } from './target.js';

export interface PostedObject {
  readonly object: KubeObject;
  readonly options: WriteOptions;
}

/** `kindOf` may choose a version by what the body says. */
export async function readPosted(
  { context }: ResourceTarget,
  kind: KindModel,
  kindOf: (body: ReadBody) => KindModel = () => kind,
): Promise<PostedObject> {
  if (context.request.method !== 'POST') throw methodNotAllowed();
  const format = bodyFormat(context);
  const bytes = await context.request.body();
  const options = readWriteOptions(context, 'CreateOptions');
  const body = readBody(bytes, format, kind, context.profile);
  const decoded = decodeBody(body, kindOf(body), options.fieldValidation, context);
  return { object: internalForm(decoded, context.profile), options };
}

/** With the books of who wrote which field, as every object that is written has them. */
export function trackedPost({ registry, context, subresource }: ResourceTarget, kind: KindModel, posted: PostedObject) {
  return registry.fields.update(kind, {
    live: undefined,
    object: posted.object,
    manager: posted.options.fieldManager,
    subresource,
    now: apiTime(context.receivedAt),
  });
}

export function postAttributes(
  { context, resource, version, subresource, namespace, name }: ResourceTarget,
  kind: KindModel,
  { object, options }: PostedObject,
): AdmissionAttributes {
  return {
    operation: 'CREATE',
    user: context.user,
    kind: { group: kind.group, version: kind.version, kind: kind.kind },
    resource: { group: resource.group, version: version.version, resource: resource.resource },
    subresource,
    namespace,
    name: name === '' ? (object.metadata.name ?? '') : name,
    object,
    oldObject: undefined,
    dryRun: options.dryRun,
    options: options.object,
    context,
  };
}

/** The object after all of admission. */
export async function admitPosted(
  target: ResourceTarget,
  kind: KindModel,
  posted: PostedObject,
  admission: AdmissionChain,
): Promise<KubeObject> {
  const attributes = postAttributes(target, kind, posted);
  const object = (await admission.admit(attributes)) ?? posted.object;
  await admission.validate({ ...attributes, object });
  return object;
}

/** Status 201, as endpoints answer that have nothing to show. */
export const CREATED_STATUS = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } as const;
