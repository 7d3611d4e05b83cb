/** A create whose object is answered and not kept: read, tracked and admitted as others are. */
import type { KindModel } from '@bulkhead/apimachinery';
import type { AdmissionChain } from '../../admission/index.js';
import { methodNotAllowed } from '../../registry/failures.js';
import { type PostedObject, postAttributes, readPosted, trackedPost } from '../posted-object.js';
import type { ResourceTarget } from '../target.js';
import { inNamespace } from '../writes.js';

/** As mutating admission left it. */
export async function answeredBody(
  target: ResourceTarget,
  kind: KindModel,
  admission: AdmissionChain,
): Promise<PostedObject> {
  if (target.subresource === '' && target.name !== '') throw methodNotAllowed();
  const posted = await readPosted(target, kind);
  // Whoever asks owns the fields of the question, though nobody will ever change them.
  const object = inNamespace(target, trackedPost(target, kind, posted));
  const attributes = postAttributes(target, kind, { ...posted, object });
  return { ...posted, object: (await admission.admit(attributes)) ?? object };
}
