/** The layout of a state directory, so that an older program does not misread what a newer one has written. */
import { join } from 'node:path';
import { StateError } from './state-error.js';
import type { StateFiles } from './state-file.js';

const LAYOUT_VERSION = 1;

/** Throws when a newer program has written the state. */
export function ensureLayout(files: StateFiles, directory: string): void {
  const path = join(directory, 'state.json');
  const text = files.read(path);
  if (text === undefined) return files.put(path, `${JSON.stringify({ layout: LAYOUT_VERSION })}\n`);
  const version = layoutOf(text);
  if (version === undefined)
    throw new StateError(`${path} is broken: this may be no state of bulkhead; choose another`);
  if (version > LAYOUT_VERSION) {
    throw new StateError(
      `${directory} was written by a newer bulkhead (layout ${version}, this one knows ${LAYOUT_VERSION}): ` +
        'use the newer one, or another directory',
    );
  }
}

function layoutOf(text: string): number | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('layout' in value)) return undefined;
    return typeof value.layout === 'number' && Number.isInteger(value.layout) ? value.layout : undefined;
  } catch {
    return undefined;
  }
}
