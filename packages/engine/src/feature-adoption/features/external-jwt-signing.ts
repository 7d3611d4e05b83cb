/** KEP-740. */
import type { AdoptionPlace, FeatureBreak, FeatureUse, SecurityFeature } from '../adoption.js';

const ENDPOINT = 'service-account-signing-endpoint';
const KEYS = ['service-account-signing-key-file', 'service-account-key-file'];

export const externalJWTSigning: SecurityFeature = {
  kep: 740,
  name: 'external JWT signing',
  decide: (input, profile) => {
    const uses: FeatureUse[] = [];
    const couldUse: AdoptionPlace[] = [];
    const breaks: FeatureBreak[] = [];
    const enabled = profile.enabled('ExternalServiceAccountTokenSigner');
    for (const { object, flags } of input.component('kube-apiserver')) {
      if (!flags.has(ENDPOINT)) {
        const fieldPath = flags.paths(...KEYS)[0] ?? '';
        const message = 'the key that signs the tokens lies in a file of the control plane node';
        if (flags.has(KEYS[0] ?? '')) couldUse.push({ object, fieldPath, message });
        continue;
      }
      const fieldPath = flags.paths(ENDPOINT)[0] ?? '';
      uses.push({ object, fieldPath, effective: enabled, message: `tokens are signed by ${flags.text(ENDPOINT)}` });
      if (!enabled) {
        breaks.push({
          object,
          fieldPath,
          severity: 'error',
          message: `kube-apiserver does not start: setting \`--${ENDPOINT}\` requires enabling ExternalServiceAccountTokenSigner feature gate`,
          fix: 'turn the gate on, or take the flag away',
        });
      }
      for (const key of KEYS.filter((name) => flags.has(name))) {
        breaks.push({
          object,
          fieldPath: flags.paths(key)[0] ?? '',
          severity: 'error',
          message: `kube-apiserver does not start: --${key} and --${ENDPOINT} are mutually exclusive`,
          fix: `take --${key} away`,
        });
      }
    }
    return { uses, couldUse, breaks };
  },
};
