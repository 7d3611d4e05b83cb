/** One failing and one passing manifest for each rule of the family, with what must be found. Test data. */
import type { RuleCase } from '../rule-case.js';

const driver = (spec: string): string =>
  `apiVersion: storage.k8s.io/v1\nkind: CSIDriver\nmetadata: {name: secrets.example.com}\nspec: {${spec}}\n`;

const GOOD = driver('tokenRequests: [{audience: vault}], serviceAccountTokenInSecrets: true, requiresRepublish: true');

export const CSI_DRIVER_CASES: Readonly<Record<string, RuleCase>> = {
  'csi-driver/tokens-in-volume-context': {
    failing: driver('tokenRequests: [{audience: vault}], requiresRepublish: true'),
    findings: [
      {
        fieldPath: 'spec.serviceAccountTokenInSecrets',
        message:
          'serviceAccountTokenInSecrets is not set: the driver gets the tokens of pods in the volume context, which tends to be logged',
        severity: 'medium',
      },
    ],
    passing: GOOD,
  },
  'csi-driver/tokens-not-renewed': {
    failing: driver('tokenRequests: [{audience: vault}], serviceAccountTokenInSecrets: true'),
    findings: [
      {
        fieldPath: 'spec.requiresRepublish',
        message: 'tokens are requested without requiresRepublish: the driver gets one per mount, and it ends unseen',
        severity: 'low',
      },
    ],
    passing: driver('attachRequired: false'),
  },
  'csi-driver/api-token': {
    failing: driver(
      'tokenRequests: [{audience: vault}, {audience: ""}], serviceAccountTokenInSecrets: true, requiresRepublish: true',
    ),
    findings: [
      {
        fieldPath: 'spec.tokenRequests[1].audience',
        message:
          'a token without audience is one for the API server: the driver can act as the service account of each pod',
        severity: 'low',
      },
    ],
    passing: GOOD,
  },
};
