/** `serviceaccounts/token`, TokenReview and SelfSubjectReview: created, answered and not kept. */
import { lookupKind } from '@bulkhead/apimachinery';
import { applyDefaults } from '@bulkhead/apimachinery/defaults';
import type { TokenRequest, TokenReview } from '@bulkhead/apimachinery/types/authentication-v1';
import type { AdmissionChain } from '../../admission/index.js';
import { reviewToken, selfSubjectReview, type TokenReviewing } from '../../authentication/index.js';
import { internalError, methodNotAllowed } from '../../registry/failures.js';
import type { KubeObject } from '../../registry/kube-object.js';
import { createTokenRequest, type TokenIssuing } from '../../service-account-tokens/index.js';
import { readWriteOptions, type WriteOptions } from '../options.js';
import { bodyFormat, decodeBody, readBody } from '../request-body.js';
import { respondOther } from '../respond.js';
import type { SubresourceHandler } from '../subresource.js';
import type { ResourceTarget } from '../target.js';
import { inNamespace } from '../writes.js';

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
    const { object } = await created(target, target.version.kind);
    const status = await reviewToken(reviewing, object as KubeObject & TokenReview);
    return respondOther(target, target.registry.objects.canonical({ ...object, status }, target.version), 201);
  };

const selfReview: SubresourceHandler = async (target) => {
  await created(target, target.version.kind);
  const { context, version } = target;
  return respondOther(target, selfSubjectReview(version.apiVersion, context.user, context.receivedAt), 201);
};

const tokenRequest =
  (issuing: TokenIssuing, admission: AdmissionChain): SubresourceHandler =>
  async (target) => {
    const { context, namespace, name, resource } = target;
    const kind = lookupKind('authentication.k8s.io/v1', 'TokenRequest');
    if (kind === undefined) throw internalError('no kind TokenRequest');
    const { object: sent, options } = await created(target, kind);
    const object = inNamespace(target, sent);
    const answer = await createTokenRequest(issuing, {
      namespace,
      name,
      body: object as KubeObject & TokenRequest,
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

async function created(
  { context, name, subresource }: ResourceTarget,
  kind: ResourceTarget['version']['kind'],
): Promise<{ readonly object: KubeObject; readonly options: WriteOptions }> {
  if (context.request.method !== 'POST' || (subresource === '' && name !== '')) throw methodNotAllowed();
  const format = bodyFormat(context);
  const bytes = await context.request.body();
  const options = readWriteOptions(context, 'CreateOptions');
  const body = readBody(bytes, format, kind, context.profile);
  const object = applyDefaults(decodeBody(body, kind, options.fieldValidation, context), context.profile);
  return { object, options };
}
