/** KEP-3325. */
import type { FeatureUse, SecurityFeature } from '../adoption.js';

const GROUP = 'authentication.k8s.io';

/** From this minor on v1 is served; before it v1beta1, when somebody asks for it. */
const STABLE_FROM = 28;

export const selfSubjectReview: SecurityFeature = {
  kep: 3325,
  name: 'SelfSubjectReview',
  decide: (input, { minor }) => ({
    uses: input.ofKind(GROUP, 'SelfSubjectReview').map((object): FeatureUse => {
      const effective = minor >= STABLE_FROM && object.identity.apiVersion === `${GROUP}/v1`;
      return { object, fieldPath: '', effective, message: 'asks who the API server takes its sender for' };
    }),
  }),
};
