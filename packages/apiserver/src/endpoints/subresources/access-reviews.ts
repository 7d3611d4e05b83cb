/** The reviews of `authorization.k8s.io`: created, answered and not kept. */
import { type AccessReviewer, type AccessReviewResource, isAccessReview } from '../../authorization/index.js';
import { methodNotAllowed } from '../../registry/failures.js';
import { respondOther } from '../respond.js';
import type { SubresourceHandler } from '../subresource.js';
import { answeredBody } from './answered-body.js';

const RESOURCES: readonly AccessReviewResource[] = [
  'subjectaccessreviews',
  'localsubjectaccessreviews',
  'selfsubjectaccessreviews',
  'selfsubjectrulesreviews',
];

export function accessReviewHandlers(reviews: AccessReviewer): readonly (readonly [string, SubresourceHandler])[] {
  return RESOURCES.map((resource) => [`authorization.k8s.io/${resource}`, reviewHandler(reviews)] as const);
}

function reviewHandler(reviews: AccessReviewer): SubresourceHandler {
  return async (target) => {
    const { context, version, resource } = target;
    if (!isAccessReview(resource.group, resource.resource)) throw methodNotAllowed();
    const { object } = await answeredBody(target, version.kind);
    const answer = await reviews.reviewCreate(resource.resource, object, context);
    return respondOther(target, target.registry.objects.canonical(answer, version), 201);
  };
}
