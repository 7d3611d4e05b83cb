/** From PATH arguments to documents. */
export type { Input } from './input.js';
export { type InputOptions, NOT_THERE, readInput } from './read-input.js';
