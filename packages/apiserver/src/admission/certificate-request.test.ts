import { describe, expect, it } from 'vitest';
import { certificateRequestSubject } from './certificate-request.js';

/** Of `O=system:nodes, CN=system:node:n1`, made by openssl. */
const REQUEST = `-----BEGIN CERTIFICATE REQUEST-----
MIHrMIGSAgEAMDAxFTATBgNVBAoMDHN5c3RlbTpub2RlczEXMBUGA1UEAwwOc3lz
dGVtOm5vZGU6bjEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQ3vKJ8tKBm3q0O
OXsiyNsZrkIR6YCosUN0OxHSXt4vDldctolnZJR1pQNtjplvLe3pEvzvaAzHhf84
Gasjiz+qoAAwCgYIKoZIzj0EAwIDSAAwRQIgc6+bhNbtUw/ozV9av40phrmvQqgZ
ZmowbE1Id7sYsToCIQDhhYfBlYih3tBh7ZguWyXIOzyXjq6CsM+eLxFVMNPKvw==
-----END CERTIFICATE REQUEST-----
`;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('subject of a certificate request', () => {
  it('has the common name and the organizations', () => {
    expect(certificateRequestSubject(base64(REQUEST))).toEqual({
      commonName: 'system:node:n1',
      organizations: ['system:nodes'],
    });
  });

  it('says why it cannot be read', () => {
    const noBlock = { error: 'PEM block type must be CERTIFICATE REQUEST' };
    expect(certificateRequestSubject(undefined)).toEqual(noBlock);
    expect(certificateRequestSubject(base64(REQUEST.replaceAll('CERTIFICATE REQUEST', 'CERTIFICATE')))).toEqual(
      noBlock,
    );
    const cut = certificateRequestSubject(base64(REQUEST.replace(/\nOXs[^-]*/, '\n')));
    expect('error' in cut && cut.error).toContain('asn1');
  });
});
