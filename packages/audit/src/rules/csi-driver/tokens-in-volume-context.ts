import { unsafeFix } from '../../fix/fix.js';
import type { ObjectRule } from '../../rule.js';
import { driverOf } from './driver.js';

const FIELD = 'spec.serviceAccountTokenInSecrets';
const GATE = 'CSIServiceAccountTokenSecrets';

export const tokensInVolumeContext: ObjectRule = {
  id: 'csi-driver/tokens-in-volume-context',
  title: 'Service account tokens in the volume context of a CSI driver',
  severity: 'medium',
  gains: 'credentials',
  layer: 'cluster',
  standards: ['KEP-5538', 'MITRE:T1552.001'],
  description:
    'The kubelet hands the tokens of pods to this driver among the attributes of the volume. What logs CSI calls leaves out secrets and not those.',
  risk: 'Tokens of every service account that mounts such a volume stand in the logs of the driver and its sidecars (CVE-2023-2878, CVE-2024-3744): whoever reads logs is those accounts.',
  remediation:
    'From 1.35 set `serviceAccountTokenInSecrets: true`, once the driver reads the tokens from the secrets on every node. Before that take a release of the driver that does not log volume attributes.',
  subject: 'object',
  kinds: new Set(['CSIDriver']),
  check: (object, { profile }) => {
    const spec = driverOf(object);
    if ((spec?.tokenRequests ?? []).length === 0 || spec?.serviceAccountTokenInSecrets === true) return undefined;
    if (!profile.enabled(GATE)) {
      // The field is dropped here, which the schema rules say.
      if (object.exists(FIELD)) return undefined;
      return {
        fields: ['spec.tokenRequests'],
        message:
          'the driver gets the tokens of pods in the volume context, which tends to be logged; from 1.35 serviceAccountTokenInSecrets can take them out of there',
        severity: 'low',
      };
    }
    const isChosen = spec?.serviceAccountTokenInSecrets === false;
    return {
      fields: [FIELD],
      message: `serviceAccountTokenInSecrets is ${isChosen ? 'false' : 'not set'}: the driver gets the tokens of pods in the volume context, which tends to be logged`,
      fix: unsafeFix(
        'set serviceAccountTokenInSecrets to true',
        'mounts fail on nodes whose driver looks for the tokens in the volume context alone',
        object,
        (patch) => patch.set(FIELD, true),
      ),
    };
  },
};
