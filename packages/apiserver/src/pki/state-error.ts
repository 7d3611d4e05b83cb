/** What keeps a state directory from being used: one line that says what to do. */
export class StateError extends Error {
  override readonly name = 'StateError';
}

/** The system's code of an error: `ENOENT`; `''` when it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no such directory, and none can be made there'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'no space left on the device'],
  ['EDQUOT', 'the disk quota is used up'],
  ['ENOTDIR', 'a part of the path is no directory'],
  ['EISDIR', 'it is a directory'],
  ['ELOOP', 'it is a symbolic link; files of the state are kept without'],
  ['EIO', 'the disk cannot be read'],
  ['ENAMETOOLONG', 'the path is too long'],
]);

/** An error of the file system in one sentence; other errors as they are. */
export function fileError(path: string, action: string, error: unknown): unknown {
  const code = errorCode(error);
  if (code === '') return error;
  return new StateError(`cannot ${action} ${path}: ${REASONS.get(code) ?? code}`);
}
