/** All subresources and unkept kinds: one file each, one line here. */
import type { AdmissionChain } from '../../admission/index.js';
import type { AccessReviewer } from '../../authorization/index.js';
import type { Identity } from '../../identity.js';
import type { SubresourceHandlers } from '../subresource.js';
import { accessReviewHandlers } from './access-reviews.js';
import { connectHandlers } from './connect.js';
import { identityHandlers } from './identity.js';
import { finalizeNamespace } from './namespace-finalize.js';
import { podBinding } from './pod-binding.js';
import { podEviction } from './pod-eviction.js';
import { scaleHandler } from './scale.js';

export interface SubresourceDependencies {
  readonly reviews: AccessReviewer;
  readonly identity: Pick<Identity, 'tokenReviewing' | 'tokenIssuing'>;
  readonly admission: AdmissionChain;
}

export function builtInSubresources({ reviews, identity, admission }: SubresourceDependencies): SubresourceHandlers {
  return new Map([
    ...accessReviewHandlers(reviews, admission),
    ...identityHandlers(identity.tokenReviewing, identity.tokenIssuing, admission),
    ['/namespaces/finalize', finalizeNamespace],
    ...connectHandlers(admission),
    ['/pods/binding', podBinding(admission)],
    ['/pods/eviction', podEviction(admission)],
    ['/bindings', podBinding(admission)],
    ['apps/deployments/scale', scaleHandler],
    ['apps/replicasets/scale', scaleHandler],
    ['apps/statefulsets/scale', scaleHandler],
    ['/replicationcontrollers/scale', scaleHandler],
  ]);
}
