import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profileFor, requestContext } from '../../http/request-context.test-support.js';
import type { Certificate } from '../../pki/certificate.js';
import type { AuthenticationResult } from '../authenticator.js';
import { clientCertificateAuthenticator } from './client-certificate-authenticator.js';
import { hasOpenSSL, type Made, OpenSSL } from './openssl.test-support.js';

const CA = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign', 'subjectKeyIdentifier=hash'];
const CLIENT = [
  'basicConstraints=critical,CA:FALSE',
  'keyUsage=critical,digitalSignature',
  'extendedKeyUsage=clientAuth',
];
const DAY = 86_400_000;

describe.skipIf(!hasOpenSSL())('client certificates made by openssl', () => {
  const openssl = new OpenSSL();
  const made: Record<string, Made> = {};
  const get = (name: string): Made => {
    const found = made[name];
    if (found === undefined) throw new Error(name);
    return found;
  };
  beforeAll(() => {
    made['ca'] = openssl.issue('/CN=ca', CA);
    made['rsa-ca'] = openssl.issue('/CN=rsa-ca', CA, undefined, { rsa: true });
    // The same name, another key.
    made['other-ca'] = openssl.issue('/CN=ca', CA);
    made['old-ca'] = openssl.issue('/CN=old-ca', CA, undefined, { days: 1 });
    made['intermediate'] = openssl.issue('/CN=intermediate', CA, get('ca'));
    made['no-ca'] = openssl.issue('/CN=no-ca', CLIENT, get('ca'));
    made['server-intermediate'] = openssl.issue('/CN=si', [...CA, 'extendedKeyUsage=serverAuth'], get('ca'));
    made['path-0'] = openssl.issue('/CN=path-0', ['basicConstraints=critical,CA:TRUE,pathlen:0'], get('ca'));
    made['below-path-0'] = openssl.issue('/CN=below', CA, get('path-0'));
    made['constrained'] = openssl.issue('/CN=nc', [...CA, 'nameConstraints=critical,permitted;DNS:x'], get('ca'));
  }, 60_000);
  afterAll(() => openssl.remove());

  const authenticate = (
    chain: readonly Made[],
    options: { roots?: readonly string[]; now?: number; minor?: number; gates?: Record<string, boolean> } = {},
  ): AuthenticationResult => {
    const { roots = ['ca', 'rsa-ca', 'old-ca'], now = Date.now(), minor = 35, gates = {} } = options;
    const trusted: Certificate[] = roots.map((name) => get(name).certificate);
    const authenticator = clientCertificateAuthenticator({
      roots: () => trusted,
      profile: profileFor(minor, gates),
      now: () => now,
    });
    const { request } = requestContext('GET', '/api');
    const clientCertificates = chain.map(({ certificate }) => certificate.der);
    const first = authenticator.authenticate({ ...request, clientCertificates });
    // The kept answer is the same answer.
    expect(authenticator.authenticate({ ...request, clientCertificates })).toEqual(first);
    return first as AuthenticationResult;
  };
  const userOf = (result: AuthenticationResult): unknown =>
    result.kind === 'authenticated' ? [result.user.name, ...result.user.groups] : result;
  const failureOf = (result: AuthenticationResult): string => (result.kind === 'failed' ? result.reason : result.kind);

  it.each([
    ['ordinary', '/O=dev/O=ops/CN=alice', CLIENT, ['alice', 'dev', 'ops']],
    ['without usages', '/CN=alice', [], ['alice']],
    ['of any usage', '/CN=alice', ['extendedKeyUsage=anyExtendedKeyUsage'], ['alice']],
    ['of a client and a server', '/CN=alice', ['extendedKeyUsage=serverAuth,clientAuth'], ['alice']],
    ['named as a service account', '/CN=system:serviceaccount:a:b', CLIENT, ['system:serviceaccount:a:b']],
    ['with two names: the last', '/CN=first/CN=last', CLIENT, ['last']],
    ['with UTF-8', '/O=Köln/CN=zoë', CLIENT, ['zoë', 'Köln']],
    ['with what looks like more of a subject', '/CN=alice, O=system:masters', CLIENT, ['alice, O=system:masters']],
    ['with an empty group', '/O=/O=dev/CN=alice', CLIENT, ['alice', 'dev']],
  ])('%s', (_, subject, extensions, expected) => {
    expect(userOf(authenticate([openssl.issue(subject, extensions, get('ca'))]))).toEqual(expected);
  });

  it('takes groups of all RDNs, also of those with several values', () => {
    const certificate = openssl.issue('/O=a+CN=alice/O=b', CLIENT, get('ca'), { multiValue: true });
    expect(userOf(authenticate([certificate]))).toEqual(['alice', 'a', 'b']);
  });

  it.each(['/CN=alice\nO=system:masters', '/CN=alice/O=a\u0007b', '/CN=al\u0085ice', '/O=dev'])(
    'names nobody: %j',
    (subject) => {
      const result = authenticate([openssl.issue(subject, CLIENT, get('ca'))]);
      expect(failureOf(result)).toMatch(/the subject (holds a control character|has no common name)/);
    },
  );

  it('verifies signatures of RSA authorities, RSA keys of clients, and chains over intermediates', () => {
    expect(userOf(authenticate([openssl.issue('/CN=a', CLIENT, get('rsa-ca'))]))).toEqual(['a']);
    expect(userOf(authenticate([openssl.issue('/CN=a', CLIENT, get('ca'), { rsa: true })]))).toEqual(['a']);
    const below = openssl.issue('/CN=a', CLIENT, get('intermediate'));
    expect(userOf(authenticate([below, get('intermediate')]))).toEqual(['a']);
    expect(userOf(authenticate([below], { roots: ['intermediate'] }))).toEqual(['a']);
    expect(failureOf(authenticate([below]))).toContain('signed by unknown authority');
  });

  it('trusts a certificate that is itself listed', () => {
    made['listed'] = openssl.issue('/CN=listed', CLIENT);
    expect(userOf(authenticate([get('listed')], { roots: ['listed'] }))).toEqual(['listed']);
  });

  const unknown = 'x509: certificate signed by unknown authority';
  const usage = 'x509: certificate specifies an incompatible key usage';
  it.each<[string, () => readonly Made[], string]>([
    ['self-signed', () => [openssl.issue('/O=system:masters/CN=admin', CLIENT)], unknown],
    ['of an authority with the same name', () => [openssl.issue('/CN=a', CLIENT, get('other-ca'))], unknown],
    ['of servers', () => [openssl.issue('/CN=a', ['extendedKeyUsage=serverAuth'], get('ca'))], usage],
    [
      'below an authority of servers',
      () => [openssl.issue('/CN=a', CLIENT, get('server-intermediate')), get('server-intermediate')],
      usage,
    ],
    ['signed by who is no authority', () => [openssl.issue('/CN=a', CLIENT, get('no-ca')), get('no-ca')], unknown],
    [
      'below more authorities than allowed',
      () => [openssl.issue('/CN=a', CLIENT, get('below-path-0')), get('below-path-0'), get('path-0')],
      unknown,
    ],
    ['below name constraints', () => [openssl.issue('/CN=a', CLIENT, get('constrained')), get('constrained')], unknown],
    ['signed with SHA-1', () => [openssl.issue('/CN=a', CLIENT, get('ca'), { digest: 'sha1' })], unknown],
    [
      'with a critical extension that nobody knows',
      () => [openssl.issue('/CN=a', [...CLIENT, '1.2.3.4=critical,ASN1:UTF8String:x'], get('ca'))],
      'x509: unhandled critical extension',
    ],
  ])('is refused: %s', (_, chain, expected) => {
    const reason = failureOf(authenticate(chain()));
    expect(reason).toMatch(/^verifying certificate SN=\d+, SKID=[0-9A-F:]*, AKID=[0-9A-F:]* failed: /);
    expect(reason.replace(/^.* failed: /, '')).toBe(expected);
  });

  it('looks at the time, of the whole chain', () => {
    const leaf = openssl.issue('/CN=a', CLIENT, get('ca'));
    const late = failureOf(authenticate([leaf], { now: Date.now() + 31 * DAY }));
    expect(late).toMatch(/certificate has expired or is not yet valid: current time \S+Z is after \S+Z$/);
    expect(failureOf(authenticate([leaf], { now: Date.now() - DAY }))).toMatch(/current time \S+Z is before \S+Z$/);
    const below = openssl.issue('/CN=a', CLIENT, get('old-ca'));
    expect(userOf(authenticate([below]))).toEqual(['a']);
    expect(failureOf(authenticate([below], { now: Date.now() + 2 * DAY }))).toContain('is after');
  });

  it('forgets a kept answer with the time and with the authorities', () => {
    const leaf = openssl.issue('/CN=a', CLIENT, get('ca'));
    let now = Date.now();
    let roots = [get('ca').certificate];
    const authenticator = clientCertificateAuthenticator({
      roots: () => roots,
      profile: profileFor(35),
      now: () => now,
    });
    const { request } = requestContext('GET', '/api');
    const sent = { ...request, clientCertificates: [leaf.certificate.der] };
    const kind = (): unknown => (authenticator.authenticate(sent) as AuthenticationResult).kind;
    expect(kind()).toBe('authenticated');
    now += 31 * DAY;
    expect(kind()).toBe('failed');
    now -= 31 * DAY;
    expect(kind()).toBe('authenticated');
    roots = [get('other-ca').certificate];
    expect(kind()).toBe('failed');
  });

  it('says by which certificate, from 1.32 on', () => {
    const leaf = openssl.issue('/CN=a', CLIENT, get('ca'));
    const hash = createHash('sha256').update(leaf.certificate.der).digest('hex');
    const extra = (minor: number): unknown => {
      const result = authenticate([leaf], { minor });
      return result.kind === 'authenticated' ? Object.fromEntries(result.user.extra) : result;
    };
    expect(extra(32)).toEqual({ 'authentication.kubernetes.io/credential-id': [`X509SHA256=${hash}`] });
    expect(extra(31)).toEqual({});
  });

  const ID = 'kubernetesUID';
  it.each<[string, object, unknown]>([
    [`/CN=carl/${ID}=uid-123`, {}, 'uid-123'],
    [`/CN=carl/${ID}=uid-123`, { minor: 32 }, ''],
    [`/CN=carl/${ID}=uid-123`, { gates: { AllowParsingUserUIDFromCertAuth: false } }, ''],
    [`/CN=carl/${ID}=a/${ID}=b`, {}, 'expected 1 UID, but found multiple: ["a" "b"]'],
    [`/CN=carl/${ID}=a/${ID}=b`, { minor: 32 }, ''],
  ])('%s with %j', (subject, options, expected) => {
    const result = authenticate([openssl.issue(subject, CLIENT, get('ca'))], options);
    expect(result.kind === 'authenticated' ? result.user.uid : failureOf(result)).toEqual(expected);
  });

  it('is not certificates at all', () => {
    const { request } = requestContext('GET', '/api');
    const authenticator = clientCertificateAuthenticator({
      roots: () => [get('ca').certificate],
      profile: profileFor(35),
    });
    expect(authenticator.authenticate(request)).toEqual({ kind: 'unknown' });
    const junk = { ...request, clientCertificates: [Buffer.from('junk')] };
    expect(authenticator.authenticate(junk)).toEqual({ kind: 'failed', reason: 'x509: malformed certificate' });
    const { der } = openssl.issue('/CN=a', CLIENT, get('ca')).certificate;
    const trailing = { ...request, clientCertificates: [Buffer.concat([der, Buffer.from([0])])] };
    expect(authenticator.authenticate(trailing)).toMatchObject({ kind: 'failed' });
  });
});
