import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureState } from '@bulkhead/apiserver';
import { afterEach, expect, it, vi } from 'vitest';
import { ClientAuthorities, certificateSource, followCertificate, ownCertificate } from './serving-certificate.js';

const directories: string[] = [];
const directory = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'bulkhead-certificate-'));
  directories.push(made);
  return made;
};

afterEach(() => {
  vi.useRealTimers();
  for (const made of directories.splice(0)) rmSync(made, { recursive: true, force: true });
});

const DAY = 86_400_000;

it('renews its own certificate before it ends, under the same authority', async () => {
  let now = Date.now();
  const state = await ensureState(directory(), { now, hosts: [] });
  await state.serviceAccountKeyPEM;
  const clientCA = () => Promise.resolve(state.authorityPEM);
  const onRenewed = vi.fn(() => Promise.resolve());
  const source = await certificateSource(
    ownCertificate(state, [], { clientCA, onRenewed, now: () => now }),
    new ClientAuthorities(),
  );
  expect(await source.refresh()).toBeUndefined();
  now = state.renewAt + DAY;
  const renewed = await source.refresh();
  expect(renewed?.cert).not.toBe(source.current.cert);
  expect(renewed?.ca).toBe(source.current.ca);
  expect(onRenewed).toHaveBeenCalledOnce();
  expect(await source.refresh()).toBeUndefined();
});

it('keeps what it has, and says why once, while the files cannot be used', async () => {
  vi.useFakeTimers();
  const { authorityPEM, serviceAccountKeyPEM } = await ensureState(directory(), { now: Date.now() });
  await serviceAccountKeyPEM;
  const files = { cert: 'a', key: 'k', ca: authorityPEM };
  const authorities = new ClientAuthorities();
  const source = await certificateSource(() => Promise.resolve({ ...files }), authorities);
  const used = vi.fn();
  const log = vi.fn();
  const stop = followCertificate(source, used, log);
  files.ca = 'nothing';
  await vi.advanceTimersByTimeAsync(180_000);
  expect(used).not.toHaveBeenCalled();
  expect(authorities.current()).toHaveLength(1);
  expect(log.mock.calls).toEqual([
    ['the certificates stay as they were: the file of client authorities holds no certificate'],
  ]);
  Object.assign(files, { ca: authorityPEM, cert: 'b' });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(used).toHaveBeenCalledWith({ cert: 'b', key: 'k', ca: authorityPEM });
  stop();
});
