/** From PATH arguments to documents. */
export type { Input, InputFile } from './input.js';
export { parse as parseText } from './manifest-text.js';
export { type InputOptions, NOT_THERE, readInput } from './read-input.js';
