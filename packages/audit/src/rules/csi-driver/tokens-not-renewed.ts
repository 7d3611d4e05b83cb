import { unsafeFix } from '../../fix/fix.js';
import type { ObjectRule } from '../../rule.js';
import { driverOf } from './driver.js';

export const tokensNotRenewed: ObjectRule = {
  id: 'csi-driver/tokens-not-renewed',
  title: 'CSI driver that gets a token once',
  severity: 'low',
  isAlwaysUsual: true,
  gains: 'availability',
  layer: 'cluster',
  standards: [],
  description:
    'The driver asks for tokens of pods and not for requiresRepublish, so the kubelet gives it one when the volume is mounted and never again.',
  risk: 'The token ends, after an hour unless more is asked for, and what the driver fetches with it is not renewed: volumes keep old secrets, or drivers ask for tokens that hold for months.',
  remediation: 'Set `requiresRepublish: true` where the driver uses the token after the mount.',
  subject: 'object',
  kinds: new Set(['CSIDriver']),
  check: (object) => {
    const spec = driverOf(object);
    if ((spec?.tokenRequests ?? []).length === 0 || spec?.requiresRepublish === true) return undefined;
    return {
      fields: ['spec.requiresRepublish'],
      message: 'tokens are requested without requiresRepublish: the driver gets one per mount, and it ends unseen',
      fix: unsafeFix(
        'set requiresRepublish to true',
        'the kubelet calls NodePublishVolume about every minute for each volume, which the driver must take well',
        object,
        (patch) => patch.set('spec.requiresRepublish', true),
      ),
    };
  },
};
