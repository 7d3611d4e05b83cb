/** The reviews of `authorization.k8s.io`: created, answered and not kept. */
import { applyDefaults } from '@bulkhead/apimachinery/defaults';
import { type AccessReviewer, type AccessReviewResource, isAccessReview } from '../../authorization/index.js';
import { methodNotAllowed } from '../../registry/failures.js';
import { readWriteOptions } from '../options.js';
import { bodyFormat, decodeBody, readBody } from '../request-body.js';
import { respondOther } from '../respond.js';
import type { SubresourceHandler } from '../subresource.js';

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
    const { context, version, resource, name } = target;
    if (context.request.method !== 'POST' || name !== '') throw methodNotAllowed();
    if (!isAccessReview(resource.group, resource.resource)) throw methodNotAllowed();
    const format = bodyFormat(context);
    const bytes = await context.request.body();
    const options = readWriteOptions(context, 'CreateOptions');
    const body = readBody(bytes, format, version.kind, context.profile);
    const object = applyDefaults(decodeBody(body, version.kind, options.fieldValidation, context), context.profile);
    const answer = await reviews.reviewCreate(resource.resource, object, context);
    return respondOther(target, target.registry.objects.canonical(answer, version), 201);
  };
}
