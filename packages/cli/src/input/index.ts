/** From PATH arguments to documents. */
export type { Input, InputFile } from './input.js';
export { DEFAULT_LIMITS, type InputLimits } from './limits.js';
export { type InputOptions, NOT_THERE, readInput, STDIN_NAME } from './read-input.js';
export type { RunTool, Tool, ToolResult } from './tool.js';
