/** The revisioned key-value store behind the API server. */
export { MAX_KEY_BYTES, MAX_VALUE_BYTES } from './limits.js';
export { type MemoryStoreOptions, memoryStore } from './memory/memory-store.js';
export * from './store.js';
