/** The reviews of `authorization.k8s.io`: created, answered and not kept. */
import type { AdmissionChain } from '../../admission/index.js';
import { type AccessReviewer, type AccessReviewResource, isAccessReview } from '../../authorization/index.js';
import { methodNotAllowed } from '../../registry/failures.js';
import { postAttributes } from '../posted-object.js';
import { respondOther } from '../respond.js';
import type { SubresourceHandler } from '../subresource.js';
import { answeredBody } from './answered-body.js';

const RESOURCES: readonly AccessReviewResource[] = [
  'subjectaccessreviews',
  'localsubjectaccessreviews',
  'selfsubjectaccessreviews',
  'selfsubjectrulesreviews',
];

export function accessReviewHandlers(
  reviews: AccessReviewer,
  admission: AdmissionChain,
): readonly (readonly [string, SubresourceHandler])[] {
  return RESOURCES.map((resource) => [`authorization.k8s.io/${resource}`, reviewHandler(reviews, admission)] as const);
}

function reviewHandler(reviews: AccessReviewer, admission: AdmissionChain): SubresourceHandler {
  return async (target) => {
    const { context, version, resource } = target;
    if (!isAccessReview(resource.group, resource.resource)) throw methodNotAllowed();
    const posted = await answeredBody(target, version.kind, admission);
    const answer = await reviews.reviewCreate(resource.resource, posted.object, context);
    await admission.validate(postAttributes(target, version.kind, posted));
    return respondOther(target, target.registry.objects.canonical(answer, version), 201);
  };
}
