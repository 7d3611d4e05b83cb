import { ALLOW, NO_OPINION } from '@bulkhead/engine/authorization';
import { describe, expect, it } from 'vitest';
import { profileFor, refusalOf } from '../../http/request-context.test-support.js';
import { admitted, dependencies, objectOf, type TestWrite, write } from '../admission.test-support.js';
import {
  certificateApproval,
  certificateSigning,
  certificateSubjectRestriction,
  clusterTrustBundleAttest,
} from './certificates.js';

/** Of `O=system:masters, CN=x`, made by openssl. */
const MASTERS = Buffer.from(`-----BEGIN CERTIFICATE REQUEST-----
MIHhMIGHAgEAMCUxFzAVBgNVBAoMDnN5c3RlbTptYXN0ZXJzMQowCAYDVQQDDAF4
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE+ZB7Zn6fG+phPInwEtK9toHINySB
Vp+9SbDahwS/jvwVjKJgXny1qhEVcKAHrQQW6aq4GH+s9+KKdAd3CzFyMqAAMAoG
CCqGSM49BAMCA0kAMEYCIQDRc/XogSj61mswqMdYnRH3Emx16JASLlRwDp95BW0K
zwIhAJf7fSwMo5JKfov26QTMEVY/FuwfkPOfIxLabXQ+Sfay
-----END CERTIFICATE REQUEST-----
`).toString('base64');

const group = 'certificates.k8s.io';
const signerName = 'example.com/mine';
const request = (status: object = {}, spec: object = {}) =>
  objectOf('CertificateSigningRequest', 'r', { spec: { signerName, ...spec }, status }, { namespace: '' });
const deps = (allowed: readonly string[] = []) =>
  dependencies({
    profile: profileFor(35, { ClusterTrustBundle: true }),
    authorizer: {
      authorize: ({ verb, resource, name }) => (allowed.includes(`${verb} ${resource} ${name}`) ? ALLOW : NO_OPINION),
    },
  });
const update = (subresource: string, object: object, oldObject: object = request()): TestWrite => ({
  operation: 'UPDATE',
  group,
  resource: 'certificatesigningrequests',
  subresource,
  namespace: '',
  object,
  oldObject,
});
const HEAD = 'certificatesigningrequests.certificates.k8s.io "r" is forbidden: ';
const textOf = async (action: () => unknown): Promise<string> => (await refusalOf(action)).message;

describe('signers', () => {
  it('are approved for by those who may, by name or by domain', async () => {
    const attributes = write(update('approval', request()));
    expect(await textOf(() => admitted(certificateApproval(deps()), attributes))).toBe(
      `${HEAD}user not permitted to approve requests with signerName "example.com/mine"`,
    );
    await admitted(certificateApproval(deps(['approve signers example.com/mine'])), attributes);
    await admitted(certificateApproval(deps(['approve signers example.com/*'])), attributes);
  });

  it('are signed for by those who may', async () => {
    const signed = write(update('status', request({ certificate: 'Yg==' })));
    expect(await textOf(() => admitted(certificateSigning(deps()), signed))).toBe(
      `${HEAD}user not permitted to sign requests with signerName "example.com/mine"`,
    );
    await admitted(certificateSigning(deps(['sign signers example.com/mine'])), signed);
    await admitted(certificateSigning(deps()), write(update('status', request())));
    const conditions = write(update('status', request({ conditions: [{ type: 'Failed' }] })));
    await refusalOf(() => admitted(certificateSigning(deps()), conditions));
  });

  it('are attested for by those who may', async () => {
    const bundle = (spec: object, metadata: object = {}) =>
      objectOf('ClusterTrustBundle', 'b', { spec }, { namespace: '', ...metadata });
    const at = (object: object, oldObject?: object) => {
      const operation = oldObject === undefined ? 'CREATE' : 'UPDATE';
      const parts: TestWrite = { operation, group, resource: 'clustertrustbundles', namespace: '', object, oldObject };
      return admitted(clusterTrustBundleAttest(deps()), write(parts));
    };
    expect(await textOf(() => at(bundle({ signerName })))).toBe(
      'clustertrustbundles.certificates.k8s.io "b" is forbidden: user not permitted to attest for signerName "example.com/mine"',
    );
    await at(bundle({}));
    await at(bundle({ signerName }, { finalizers: ['a/b'] }), bundle({ signerName }));
    await refusalOf(() => at(bundle({ signerName, trustBundle: 'x' }), bundle({ signerName })));
  });
});

describe('subjects of client certificates', () => {
  const create = (spec: object) =>
    admitted(
      certificateSubjectRestriction(),
      write({ group, resource: 'certificatesigningrequests', namespace: '', object: request({}, spec) }),
    );
  it('are not system:masters', async () => {
    const text = await textOf(() => create({ signerName: 'kubernetes.io/kube-apiserver-client', request: 'eA==' }));
    expect(text).toBe(`${HEAD}failed to parse CSR: PEM block type must be CERTIFICATE REQUEST`);
    await create({ request: 'eA==' });
    const masters = await textOf(() => create({ signerName: 'kubernetes.io/kube-apiserver-client', request: MASTERS }));
    expect(masters).toBe(
      `${HEAD}use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed`,
    );
  });
});
