/** KEP-5538. */
import { itemsOf, valueAt } from '../../hardening/plain-value.js';
import type { AdoptionPlace, FeatureBreak, FeatureUse, SecurityFeature } from '../adoption.js';

const FIELD = 'spec.serviceAccountTokenInSecrets';

export const csiTokenSecrets: SecurityFeature = {
  kep: 5538,
  name: 'CSI tokens in secrets',
  decide: (input, profile) => {
    const uses: FeatureUse[] = [];
    const couldUse: AdoptionPlace[] = [];
    const breaks: FeatureBreak[] = [];
    const enabled = profile.enabled('CSIServiceAccountTokenSecrets');
    for (const object of input.ofKind('storage.k8s.io', 'CSIDriver')) {
      const requests = itemsOf(valueAt(object.object, 'spec', 'tokenRequests'));
      const written = valueAt(object.object, 'spec', 'serviceAccountTokenInSecrets');
      if (written === true) {
        const message = enabled
          ? 'tokens come with the secrets of the request'
          : 'the API server drops the field: tokens stay in the volume context, which is logged';
        uses.push({ object, fieldPath: FIELD, effective: enabled && requests.length > 0, message });
        breaks.push({
          object,
          fieldPath: FIELD,
          severity: 'warning',
          message: 'mounts fail on nodes whose driver reads the tokens from the volume context only',
          fix: 'roll out a driver that reads secrets["csi.storage.k8s.io/serviceAccount.tokens"] to every node before',
        });
      } else if (requests.length > 0) {
        const message = 'tokens stand in the volume context, which drivers and sidecars tend to log';
        couldUse.push({ object, fieldPath: FIELD, message });
      }
      if (typeof written === 'boolean' && requests.length === 0) {
        breaks.push({
          object,
          fieldPath: FIELD,
          severity: 'error',
          message: 'refused: serviceAccountTokenInSecrets is set but no tokenRequests are specified',
          fix: 'set spec.tokenRequests, or leave the field out',
        });
      }
    }
    return { uses, couldUse, breaks };
  },
};
