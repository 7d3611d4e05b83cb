import { expect, it } from 'vitest';
import { filledSecret, isOf } from './token-secrets.js';

const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'bot', namespace: 'a', uid: 'u' } };
const secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  type: 'kubernetes.io/service-account-token',
  metadata: { name: 's', namespace: 'a', annotations: { 'kubernetes.io/service-account.name': 'bot' } },
};

it('fills a secret once, keeps its token, and renews the authority', async () => {
  const issue = () => Promise.resolve('token');
  const filled = await filledSecret(secret, account, 'ca', issue);
  expect(filled).toMatchObject({
    metadata: { annotations: { 'kubernetes.io/service-account.uid': 'u' } },
    data: { token: 'dG9rZW4=', 'ca.crt': 'Y2E=', namespace: 'YQ==' },
  });
  expect(await filledSecret({ ...secret, ...filled }, account, 'ca', issue)).toBeUndefined();
  const renewed = await filledSecret({ ...secret, ...filled }, account, 'other', () => Promise.resolve('second'));
  expect(renewed).toMatchObject({ data: { token: 'dG9rZW4=', 'ca.crt': 'b3RoZXI=' } });
});

it('knows whether the account is the one that the secret was made for', () => {
  expect(isOf(secret, account)).toBe(true);
  expect(isOf({ metadata: { annotations: { 'kubernetes.io/service-account.uid': 'v' } } }, account)).toBe(false);
});
