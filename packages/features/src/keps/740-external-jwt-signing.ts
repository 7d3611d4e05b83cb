/** Source: https://kep.k8s.io/740 and what each version made of it. */
import type { Kep } from './kep.js';

export const externalJWTSigning: Kep = {
  kep: 740,
  also: [3908],
  title: 'Service account tokens signed outside of the API server',
  gates: ['ExternalServiceAccountTokenSigner'],
  fields: [],
  configuration: [
    'kube-apiserver --service-account-signing-endpoint=SOCKET (a path, or @NAME for an abstract socket)',
    'gRPC service ExternalJWTSigner: Sign, FetchKeys, Metadata',
  ],
  turnOn: [
    {
      minor: 32,
      settings: [
        'kube-apiserver --service-account-signing-endpoint=SOCKET in place of --service-account-signing-key-file and --service-account-key-file',
      ],
    },
  ],
  prerequisites: [
    'neither --service-account-signing-key-file nor --service-account-key-file',
    'no --service-account-max-token-expiration above what the signer reports',
    'a signer that allows tokens of at least 600 seconds',
  ],
  behaviours: [
    { minor: 32, text: 'alpha, off; the signer is spoken to as v1alpha1' },
    { minor: 34, text: 'beta, on by default; the flag alone decides' },
    { minor: 36, text: 'GA, cannot be switched off' },
  ],
  notes: [
    'no such gate exists before 1.32',
    'the flag with the gate off stops the server: "setting `--service-account-signing-endpoint` requires enabling ExternalServiceAccountTokenSigner feature gate"',
    'keys are fetched again when the signer says so; while it cannot be reached the old keys keep verifying',
  ],
  mustEnableOn: ['kube-apiserver'],
};
