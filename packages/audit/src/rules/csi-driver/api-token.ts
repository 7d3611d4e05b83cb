import { manualFix } from '../../fix/fix.js';
import type { ObjectRule } from '../../rule.js';
import { driverOf } from './driver.js';

export const apiToken: ObjectRule = {
  id: 'csi-driver/api-token',
  title: 'CSI driver that gets tokens for the API server',
  severity: 'low',
  isAlwaysUsual: true,
  gains: 'credentials',
  layer: 'cluster',
  standards: ['KEP-1855', 'MITRE:T1528'],
  description:
    'A token request names no audience, so the token is one for the API server: the driver can act there as every service account whose pods mount its volumes.',
  risk: 'Whoever gets into the driver, or reads a token of its, has the rights of those service accounts.',
  remediation: 'Name the audience of the service that the driver shows the token to.',
  subject: 'object',
  kinds: new Set(['CSIDriver']),
  check: (object) => {
    const requests = driverOf(object)?.tokenRequests ?? [];
    const index = requests.findIndex(({ audience = '' }) => audience === '');
    if (index < 0) return undefined;
    return {
      fields: [`spec.tokenRequests[${index}].audience`],
      message:
        'a token without audience is one for the API server: the driver can act as the service account of each pod',
      fix: manualFix('name the audience'),
    };
  },
};
