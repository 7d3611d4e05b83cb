/** Source: pkg/registry/certificates/certificates/strategy.go. */
import type { FieldError } from '@bulkhead/apimachinery';
import type {
  CertificateSigningRequestSpec,
  CertificateSigningRequestStatus,
  CertificateSigningRequestCondition as Condition,
} from '@bulkhead/apimachinery/types/certificates-v1';
import { certificateRequestProblem } from '../../pki/certificate-request.js';
import type { KubeObject } from '../kube-object.js';
import type { KindStrategy, StrategyContext } from '../strategy.js';

export const certificateSigningRequestStrategy: KindStrategy = {
  resetFields: { '': ['spec', 'status'], status: ['spec'], approval: ['spec', 'status.certificate'] },
  writesStatusAt: 'approval',
  prepareForCreate(object, { context }) {
    const { username: _u, uid: _i, groups: _g, extra: _e, ...spec } = specOf(object);
    const { user } = context;
    return { ...object, spec: { ...spec, ...requester(user) } };
  },
  prepareForUpdate(object, old, subresource, strategy) {
    const fixed = { ...object, spec: old['spec'] };
    const before = statusOf(old);
    const status = statusOf(object);
    if (subresource === 'approval') {
      const { conditions, ...kept } = before;
      const decided = status.conditions ?? [];
      return { ...fixed, status: { ...kept, conditions: timed(decided, conditions ?? [], strategy) } };
    }
    if (subresource !== 'status') return fixed;
    const conditions = withDecisionsOf(before.conditions ?? [], status.conditions ?? []);
    return { ...fixed, status: { ...status, conditions: timed(conditions, before.conditions ?? [], strategy) } };
  },
  validate(object, old): readonly FieldError[] {
    // The spec never changes, so it is good when it was.
    if (old !== undefined) return [];
    const { request = '' } = specOf(object);
    const problem = certificateRequestProblem(request);
    return problem === undefined
      ? []
      : [{ type: 'FieldValueInvalid', field: 'spec.request', badValue: request, detail: problem }];
  },
};

const specOf = (object: KubeObject): CertificateSigningRequestSpec => object['spec'] ?? {};
const statusOf = (object: KubeObject): CertificateSigningRequestStatus => object['status'] ?? {};

/** Whoever asks is who the request is from, whatever it says. */
function requester(user: StrategyContext['context']['user']): object {
  const { name, uid, groups, extra } = user;
  const more = Object.fromEntries(extra);
  return {
    username: name,
    ...(uid === '' ? {} : { uid }),
    groups: [...groups],
    ...(extra.size === 0 ? {} : { extra: more }),
  };
}

const DECISIONS: ReadonlySet<string> = new Set(['Approved', 'Denied']);

/** Signers that leave decisions out do not take them back. */
function withDecisionsOf(before: readonly Condition[], conditions: readonly Condition[]): readonly Condition[] {
  const kept = before.filter(({ type = '' }) => DECISIONS.has(type) && !conditions.some((each) => each.type === type));
  return [...kept, ...conditions];
}

function timed(
  conditions: readonly Condition[],
  before: readonly Condition[],
  { now }: StrategyContext,
): readonly Condition[] {
  return conditions.map((condition) => {
    const was = before.find(({ type, status }) => type === condition.type && status === condition.status);
    return {
      ...condition,
      lastUpdateTime: condition.lastUpdateTime || now,
      lastTransitionTime: condition.lastTransitionTime || was?.lastTransitionTime || now,
    };
  });
}
