/**
 * Access reviews as the registry creates them: nothing is stored, the answer is the object with its status.
 *
 * Source: pkg/registry/authorization.
 */
import type {
  LocalSubjectAccessReview,
  SelfSubjectAccessReview,
  SelfSubjectRulesReview,
  SubjectAccessReview,
} from '@bulkhead/apimachinery/types/authorization-v1';
import {
  type AsyncAuthorizer,
  type Procedure,
  type Reviewed,
  type RuleResolver,
  reviewLocalSubjectAccess,
  reviewSelfSubjectAccess,
  reviewSelfSubjectRules,
  reviewSubjectAccess,
  runProcedureAsync,
} from '@bulkhead/engine/authorization';
import type { RequestContext } from '../http/request.js';
import { StatusError } from '../http/status-error.js';
import type { KubeObject } from '../registry/kube-object.js';

const ACCESS_REVIEWS = [
  'subjectaccessreviews',
  'localsubjectaccessreviews',
  'selfsubjectaccessreviews',
  'selfsubjectrulesreviews',
] as const;
/** Resources of the group `authorization.k8s.io` that this file answers. */
export type AccessReviewResource = (typeof ACCESS_REVIEWS)[number];

export const isAccessReview = (group: string, resource: string): resource is AccessReviewResource =>
  group === 'authorization.k8s.io' && (ACCESS_REVIEWS as readonly string[]).includes(resource);

export interface AccessReviewer {
  /** The object to answer with; throws `StatusError` for a review that is refused. */
  reviewCreate(resource: AccessReviewResource, object: KubeObject, context: RequestContext): Promise<KubeObject>;
}

export interface AccessReviewDependencies {
  readonly authorizer: AsyncAuthorizer;
  readonly ruleResolver: RuleResolver;
}

export function accessReviewer({ authorizer, ruleResolver }: AccessReviewDependencies): AccessReviewer {
  const answer = async <Status>(procedure: Procedure<Reviewed<Status>>): Promise<Status> =>
    statusOf(await runProcedureAsync(procedure, authorizer));
  return {
    async reviewCreate(resource, object, context) {
      const { profile, user } = context;
      switch (resource) {
        case 'subjectaccessreviews':
          return { ...object, status: await answer(reviewSubjectAccess(object as SubjectAccessReview, profile)) };
        case 'localsubjectaccessreviews': {
          const review = object as LocalSubjectAccessReview;
          return { ...object, status: await answer(reviewLocalSubjectAccess(review, context.info.namespace, profile)) };
        }
        case 'selfsubjectaccessreviews': {
          const review = object as SelfSubjectAccessReview;
          return { ...object, status: await answer(reviewSelfSubjectAccess(review, user, profile)) };
        }
        case 'selfsubjectrulesreviews': {
          const status = statusOf(reviewSelfSubjectRules(object as SelfSubjectRulesReview, user, ruleResolver));
          const { apiVersion, kind } = object;
          return { apiVersion, kind, metadata: {}, spec: {}, status };
        }
        default:
          return resource satisfies never;
      }
    },
  };
}

function statusOf<Status>(reviewed: Reviewed<Status>): Status {
  if (reviewed.kind === 'refused') throw new StatusError(reviewed.status);
  return reviewed.status;
}
