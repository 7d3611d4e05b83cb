import { VERIFICATION_GATE, verificationErrors } from '@bulkhead/engine/image-pull';
import type { ObjectRule } from '../../rule.js';

export const verificationRefused: ObjectRule = {
  id: 'image/verification-refused',
  title: 'Verification of pull credentials that the kubelet refuses',
  severity: 'high',
  gains: 'availability',
  isAlwaysUsual: true,
  layer: 'cluster',
  standards: ['KEP-2535'],
  description:
    'The configuration sets how the kubelet verifies who may use a cached image, and in a way that this version, or its gates, refuse.',
  risk: 'The kubelet does not start with it, and the node is lost until somebody looks at its log.',
  remediation: `Turn on the feature gate ${VERIFICATION_GATE} where it is off, and write the policy and the allowlist as the message says.`,
  subject: 'object',
  kinds: new Set(['KubeletConfiguration', 'ConfigMap']),
  check: (object, { components }) =>
    components.kubelets
      .filter((found) => found.object === object && found.kubelet.kind === 'file')
      .flatMap(({ kubelet }) =>
        verificationErrors({
          isGateOn: kubelet.gates.enabled(VERIFICATION_GATE),
          policy: kubelet.configuration?.['imagePullCredentialsVerificationPolicy'],
          allowlist: kubelet.configuration?.['preloadedImagesVerificationAllowlist'],
        }).map(({ field, message }) => ({ fields: [kubelet.pathOf(field)], message })),
      ),
};
