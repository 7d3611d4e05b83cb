/** `serviceaccounts/token`, TokenReview and SelfSubjectReview: created, answered and not kept. */
import { lookupKind } from '@bulkhead/apimachinery';
import type { AdmissionChain } from '../../admission/index.js';
import { reviewToken, selfSubjectReview, type TokenReviewing } from '../../authentication/index.js';
import { internalError } from '../../registry/failures.js';
import { createTokenRequest, type TokenIssuing } from '../../service-account-tokens/index.js';
import { respondOther } from '../respond.js';
import type { SubresourceHandler } from '../subresource.js';
import { inNamespace } from '../writes.js';
import { answeredBody } from './answered-body.js';

export function identityHandlers(
  reviewing: TokenReviewing,
  issuing: TokenIssuing,
  admission: AdmissionChain,
): readonly (readonly [string, SubresourceHandler])[] {
  return [
    ['authentication.k8s.io/tokenreviews', tokenReview(reviewing)],
    ['authentication.k8s.io/selfsubjectreviews', selfReview],
    ['/serviceaccounts/token', tokenRequest(issuing, admission)],
  ];
}

const tokenReview =
  (reviewing: TokenReviewing): SubresourceHandler =>
  async (target) => {
    const { object } = await answeredBody(target, target.version.kind);
    const status = await reviewToken(reviewing, object);
    return respondOther(target, target.registry.objects.canonical({ ...object, status }, target.version), 201);
  };

const selfReview: SubresourceHandler = async (target) => {
  await answeredBody(target, target.version.kind);
  const { context, version } = target;
  return respondOther(target, selfSubjectReview(version.apiVersion, context.user, context.receivedAt), 201);
};

const tokenRequest =
  (issuing: TokenIssuing, admission: AdmissionChain): SubresourceHandler =>
  async (target) => {
    const { context, namespace, name, resource } = target;
    const kind = lookupKind('authentication.k8s.io/v1', 'TokenRequest');
    if (kind === undefined) throw internalError('no kind TokenRequest');
    const { object: sent, options } = await answeredBody(target, kind);
    const object = inNamespace(target, sent);
    const answer = await createTokenRequest(issuing, {
      namespace,
      name,
      body: object,
      warnings: context.warnings,
      auditAnnotations: context.auditAnnotations,
      validate: (request) =>
        admission.validate({
          operation: 'CREATE',
          user: context.user,
          kind: { group: kind.group, version: kind.version, kind: kind.kind },
          resource: { group: resource.group, version: 'v1', resource: resource.resource },
          subresource: 'token',
          namespace,
          name,
          object: request,
          oldObject: undefined,
          dryRun: options.dryRun,
          options: options.object,
          context,
        }),
    });
    return respondOther(target, target.registry.objects.canonical(answer, { ...target.version, kind }), 201);
  };
