/** The paths that commands read, as their arguments. */
import { text } from './text.js';

export const INPUT_PATHS = 'file, folder, glob, kustomization, Helm chart, or - for stdin';

export const inputPaths = {
  kind: 'array',
  parameter: { brief: INPUT_PATHS, parse: text, placeholder: 'path' },
} as const;
