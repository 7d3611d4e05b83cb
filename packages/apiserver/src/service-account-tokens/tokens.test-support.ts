/** A small cluster for tests of tokens. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { TokenRequest } from '@bulkhead/apimachinery/types/authentication-v1';
import { profileFor } from '../http/request-context.test-support.js';
import { WarningRecorder } from '../http/warning-recorder.js';
import type { KubeObject } from '../registry/kube-object.js';
import type { BoundObjects } from './bound-objects.js';
import { type SigningKey, signingKey, type TokenKeys, tokenKeys } from './token-key.js';
import { createTokenRequest, type TokenIssuing } from './token-request.js';

export const ISSUER = 'https://kubernetes.default.svc.cluster.local';
/** 2026-01-01T00:00:00Z */
export const NOW = 1_767_225_600_000;

export const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
export const rsaPEM = pemOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
export const rsaKey: SigningKey = signingKey(rsaPEM);
export const ecKey: SigningKey = signingKey(pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey));

export const object = (
  kind: string,
  name: string,
  uid: string,
  rest: object = {},
  metadata: object = {},
): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, uid, ...(kind === 'Node' ? {} : { namespace: 'ns' }), ...metadata },
  ...rest,
});

export class Cluster implements BoundObjects {
  readonly objects = new Map<string, KubeObject>();
  now = NOW;
  keys: TokenKeys = tokenKeys(rsaKey, []);
  minor = 35;
  gates: Readonly<Record<string, boolean>> = {};

  constructor() {
    this.put('serviceaccounts', object('ServiceAccount', 'bot', 'sa-uid'));
    this.put('pods', object('Pod', 'bp', 'pod-uid', { spec: { serviceAccountName: 'bot', nodeName: 'n1' } }));
    this.put('pods', object('Pod', 'up', 'up-uid', { spec: { serviceAccountName: 'bot' } }));
    this.put('pods', object('Pod', 'lost', 'lost-uid', { spec: { serviceAccountName: 'bot', nodeName: 'gone' } }));
    this.put('pods', object('Pod', 'op', 'op-uid', { spec: { serviceAccountName: 'other' } }));
    this.put('secrets', object('Secret', 'sec', 'sec-uid'));
    this.put('nodes', object('Node', 'n1', 'node-uid'));
  }

  put(resource: string, value: KubeObject): void {
    this.objects.set(`${resource}/${value.metadata.namespace ?? ''}/${value.metadata.name ?? ''}`, value);
  }

  get(resource: string, namespace: string, name: string): Promise<KubeObject | undefined> {
    return Promise.resolve(this.objects.get(`${resource}/${namespace}/${name}`));
  }

  get issuing(): TokenIssuing {
    return {
      profile: profileFor(this.minor, this.gates),
      issuer: ISSUER,
      apiAudiences: [ISSUER],
      keys: () => this.keys,
      objects: this,
      now: () => this.now,
    };
  }

  async request(
    body: TokenRequest = {},
    issuing: Partial<TokenIssuing> = {},
    name = 'bot',
  ): Promise<{
    answer: KubeObject & TokenRequest;
    claims: Record<string, unknown>;
    header: unknown;
    token: string;
    notes: unknown;
  }> {
    const warnings = new WarningRecorder();
    const auditAnnotations = new Map<string, string>();
    const input = { namespace: 'ns', name, body, warnings, auditAnnotations };
    const answer = await createTokenRequest({ ...this.issuing, ...issuing }, input);
    const token = answer.status?.token ?? '';
    const [header = '', payload = ''] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    const claims = JSON.parse(payload) as Record<string, unknown>;
    const notes = [warnings.headers(), Object.fromEntries(auditAnnotations)];
    return { answer, claims, header: JSON.parse(header), token, notes };
  }
}
