/** All subresources and unkept kinds: one file each, one line here. */
import type { AccessReviewer } from '../../authorization/index.js';
import type { SubresourceHandlers } from '../subresource.js';
import { accessReviewHandlers } from './access-reviews.js';
import { finalizeNamespace } from './namespace-finalize.js';
import { bindPod } from './pod-binding.js';
import { scaleHandler } from './scale.js';

export interface SubresourceDependencies {
  readonly reviews: AccessReviewer;
}

export function builtInSubresources({ reviews }: SubresourceDependencies): SubresourceHandlers {
  return new Map([
    ...accessReviewHandlers(reviews),
    ['/namespaces/finalize', finalizeNamespace],
    ['/pods/binding', bindPod],
    ['/bindings', bindPod],
    ['apps/deployments/scale', scaleHandler],
    ['apps/replicasets/scale', scaleHandler],
    ['apps/statefulsets/scale', scaleHandler],
    ['/replicationcontrollers/scale', scaleHandler],
  ]);
}
