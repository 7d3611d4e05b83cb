/** Reading manifests: files, folders, patterns, stdin, kustomizations and charts. */
export type { Disk } from './disk.js';
export type { Input, InputFile } from './input.js';
export type { InputLimits } from './limits.js';
export { type ReadInputOptions, readInput } from './read-input.js';
export type { RunTool } from './tool.js';
