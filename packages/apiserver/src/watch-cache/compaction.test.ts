import { CompactedError, memoryStore } from '@bulkhead/storage';
import { expect, it } from 'vitest';
import { compactRegularly } from './compaction.js';

it('forgets what is older than one interval, and keeps what is newer', async () => {
  const store = memoryStore();
  const first = await store.put('/registry/a', Buffer.from('1'), 0);
  const stop = compactRegularly(store, (message) => expect.fail(message), 40);
  await store.put('/registry/a', Buffer.from('2'), first.revision);
  for (let tries = 0; tries < 100; tries++) {
    await new Promise((go) => setTimeout(go, 20));
    try {
      await store.get('/registry/a', { revision: first.revision });
    } catch (error) {
      expect(error).toBeInstanceOf(CompactedError);
      break;
    }
  }
  stop();
  await expect(store.get('/registry/a', { revision: first.revision })).rejects.toBeInstanceOf(CompactedError);
  expect((await store.get('/registry/a')).kv).toBeDefined();
});
