/** The revisioned key-value store behind the API server. */
export * from './store.js';
