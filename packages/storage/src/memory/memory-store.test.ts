import { describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '../store.js';
import { bytes, Recorder, testStore } from '../store.test-support.js';
import { memoryStore } from './memory-store.js';

testStore('memory', async () => memoryStore());

describe('the memory store', () => {
  it('does nothing more once it is closed', async () => {
    const store = memoryStore();
    const watch = new Recorder(store, '', 1);
    await store.close();
    await expect(store.put('/a', bytes('x'), 0)).rejects.toThrow(StoreUnavailableError);
    await expect(store.get('/a')).rejects.toThrow('the store is closed');
    expect(await store.health()).toBe('the store is closed');
    expect(watch.errors).toEqual([]);
  });
});
