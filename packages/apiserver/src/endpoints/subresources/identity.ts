/** `serviceaccounts/token`, TokenReview and SelfSubjectReview: created, answered and not kept. */
import { lookupKind } from '@bulkhead/apimachinery';
import type { AdmissionChain } from '../../admission/index.js';
import { reviewToken, selfSubjectReview, type TokenReviewing } from '../../authentication/index.js';
import { internalError } from '../../registry/failures.js';
import { createTokenRequest, type TokenIssuing } from '../../service-account-tokens/index.js';
import { postAttributes } from '../posted-object.js';
import { respondOther } from '../respond.js';
import type { SubresourceHandler } from '../subresource.js';
import { answeredBody } from './answered-body.js';

export function identityHandlers(
  reviewing: TokenReviewing,
  issuing: TokenIssuing,
  admission: AdmissionChain,
): readonly (readonly [string, SubresourceHandler])[] {
  return [
    ['authentication.k8s.io/tokenreviews', tokenReview(reviewing, admission)],
    ['authentication.k8s.io/selfsubjectreviews', selfReview(admission)],
    ['/serviceaccounts/token', tokenRequest(issuing, admission)],
  ];
}

const tokenReview =
  (reviewing: TokenReviewing, admission: AdmissionChain): SubresourceHandler =>
  async (target) => {
    const { version, registry } = target;
    const posted = await answeredBody(target, version.kind, admission);
    await admission.validate(postAttributes(target, version.kind, posted));
    const status = await reviewToken(reviewing, posted.object);
    return respondOther(target, registry.objects.canonical({ ...posted.object, status }, version), 201);
  };

const selfReview =
  (admission: AdmissionChain): SubresourceHandler =>
  async (target) => {
    const { context, version } = target;
    const posted = await answeredBody(target, version.kind, admission);
    await admission.validate(postAttributes(target, version.kind, posted));
    return respondOther(target, selfSubjectReview(version.apiVersion, context.user, context.receivedAt), 201);
  };

const tokenRequest =
  (issuing: TokenIssuing, admission: AdmissionChain): SubresourceHandler =>
  async (target) => {
    const { context, namespace, name } = target;
    const kind = lookupKind('authentication.k8s.io/v1', 'TokenRequest');
    if (kind === undefined) throw internalError('no kind TokenRequest');
    const posted = await answeredBody(target, kind, admission);
    const answer = await createTokenRequest(issuing, {
      namespace,
      name,
      body: posted.object,
      warnings: context.warnings,
      auditAnnotations: context.auditAnnotations,
      validate: (object) => admission.validate(postAttributes(target, kind, { ...posted, object })),
    });
    return respondOther(target, target.registry.objects.canonical(answer, { ...target.version, kind }), 201);
  };
