/** KEP-3962. */
import { formatMinor, type Minor } from '@bulkhead/apimachinery';
import { itemsOf, textOf, valueAt } from '../../hardening/plain-value.js';
import type { AdoptionPlace, FeatureBreak, FeatureUse, SecurityFeature } from '../adoption.js';

const GROUP = 'admissionregistration.k8s.io';

/** The API versions, and the minors that can serve them. */
const SERVED: readonly { readonly apiVersion: string; readonly from: Minor; readonly byDefault: boolean }[] = [
  { apiVersion: `${GROUP}/v1alpha1`, from: 32, byDefault: false },
  { apiVersion: `${GROUP}/v1beta1`, from: 34, byDefault: false },
  { apiVersion: `${GROUP}/v1`, from: 36, byDefault: true },
];

export const mutatingAdmissionPolicy: SecurityFeature = {
  kep: 3962,
  name: 'mutating admission policy',
  decide: (input, profile) => {
    const uses: FeatureUse[] = [];
    const breaks: FeatureBreak[] = [];
    const bindings = input.ofKind(GROUP, 'MutatingAdmissionPolicyBinding');
    const bound = new Set(bindings.map(({ object }) => textOf(valueAt(object, 'spec', 'policyName'))));
    const enabled = profile.enabled('MutatingAdmissionPolicy');
    for (const object of input.ofKind(GROUP, 'MutatingAdmissionPolicy')) {
      const { apiVersion, name } = object.identity;
      const served = SERVED.find((one) => one.apiVersion === apiVersion);
      const isServed = served !== undefined && profile.minor >= served.from;
      const effective = enabled && isServed && bound.has(name);
      const message = bound.has(name) ? 'mutates in the API server' : 'no binding in the input: it does nothing';
      uses.push({ object, fieldPath: '', effective, message });
      if (!isServed) {
        breaks.push({
          object,
          fieldPath: 'apiVersion',
          severity: 'error',
          message: `${formatMinor(profile.minor)} does not serve ${apiVersion} of this kind`,
          fix: 'write the version that the cluster serves: v1alpha1 from 1.32, v1beta1 from 1.34, v1 from 1.36',
        });
      }
    }
    const couldUse = input.ofKind(GROUP, 'MutatingWebhookConfiguration').flatMap((object): AdoptionPlace[] =>
      itemsOf(valueAt(object.object, 'webhooks')).map((webhook, index) => ({
        object,
        fieldPath: `webhooks[${index}]`,
        message: `webhook ${textOf(valueAt(webhook, 'name'))}: what it writes may do in CEL, without a server that has to answer`,
      })),
    );
    return { uses, couldUse, breaks };
  },
};
