import { describe, expect, it } from 'vitest';
import { formatFieldError } from '../../field-error.js';
import { validateObjectUpdate } from '../update/validate-update.js';
import { at, describeValidation } from '../validation.test-support.js';

const base = {
  apiVersion: 'certificates.k8s.io/v1',
  kind: 'CertificateSigningRequest',
  metadata: { name: 'r' },
  spec: { signerName: 'example.com/s', request: '', usages: ['client auth'] },
};
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describeValidation('a CertificateSigningRequest', base, [
  ['a name that leads elsewhere', at('metadata.name', '..'), [`metadata.name: Invalid value: "..": may not be '..'`]],
  ['no usages', at('spec.usages', []), ['spec.usages: Required value']],
  [
    'usages twice',
    at('spec.usages', ['client auth', 'client auth']),
    ['spec.usages[1]: Duplicate value: "client auth"'],
  ],
  [
    'the old signer',
    at('spec.signerName', 'kubernetes.io/legacy-unknown'),
    [
      'spec.signerName: Invalid value: "kubernetes.io/legacy-unknown": the legacy signerName is not allowed via this API version',
    ],
  ],
  [
    'a short life',
    at('spec.expirationSeconds', 60),
    ['spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 600 seconds (10 minutes)'],
  ],
  [
    'a decision both ways',
    {
      status: {
        conditions: [
          { type: 'Approved', status: 'True' },
          { type: 'Denied', status: 'True' },
        ],
      },
    },
    ['status.conditions[1].type: Invalid value: "Denied": Approved and Denied conditions are mutually exclusive'],
  ],
  [
    'a denial that is false',
    { status: { conditions: [{ type: 'Denied', status: 'False' }] } },
    ['status.conditions[0].status: Unsupported value: "False": supported values: "True"'],
  ],
  [
    'a key where a certificate belongs',
    { status: { certificate: base64('-----BEGIN KEY-----\nAAAA\n-----END KEY-----\n') } },
    ['status.certificate: Invalid value: "<certificate data>": only CERTIFICATE PEM blocks are allowed, found "KEY"'],
  ],
]);

const approved = { ...base, status: { conditions: [{ type: 'Approved', status: 'True' }] } };
const certified = {
  ...base,
  status: { certificate: base64('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n') },
};

describe('endpoints of certificate signing requests', () => {
  it.each([
    ['approval decides', approved, base, 'approval', []],
    [
      'status does not',
      approved,
      base,
      'status',
      ['status.conditions: Forbidden: updates may not add a condition of type "Approved"'],
    ],
    [
      'a decision stays',
      base,
      approved,
      'approval',
      ['status.conditions: Forbidden: updates may not remove a condition of type "Approved"'],
    ],
    ['status certifies', certified, base, 'status', []],
    [
      'approval does not',
      certified,
      base,
      'approval',
      ['status.certificate: Forbidden: updates may not set certificate content'],
    ],
    [
      'a certificate stays',
      base,
      certified,
      'status',
      ['status.certificate: Forbidden: updates may not modify existing certificate content'],
    ],
  ])('%s', (_, object, old, subresource, lines) => {
    const errors = validateObjectUpdate(object, old, { profile: { minor: 35, enabled: () => true }, subresource });
    expect(errors.map((error) => formatFieldError(error, 35))).toEqual(lines);
  });
});
