/** A request of a loop that the server refused. */
export class RequestError extends Error {
  readonly status: number;
  readonly reason: string;
  /** Whether the answer names the object that it is about. */
  readonly isOfObject: boolean;

  constructor(path: string, status: number, body: unknown) {
    const { message, reason } = textsOf(body);
    super(`${path}: ${message === '' ? `the server answered ${status}` : message}`);
    this.status = status;
    this.reason = reason;
    this.isOfObject = namesObject(body);
  }
}

function namesObject(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || !('details' in body)) return false;
  const { details } = body;
  return typeof details === 'object' && details !== null && 'name' in details && details.name !== '';
}

function textsOf(body: unknown): { readonly message: string; readonly reason: string } {
  if (typeof body !== 'object' || body === null) return { message: '', reason: '' };
  const message = 'message' in body && typeof body.message === 'string' ? body.message : '';
  const reason = 'reason' in body && typeof body.reason === 'string' ? body.reason : '';
  return { message, reason };
}

/** The object is not there. A resource or version that is not served is another 404, and says nothing of objects. */
export const isNotFound = (error: unknown): boolean =>
  error instanceof RequestError && error.status === 404 && error.isOfObject;

/** Somebody else was faster: another look at the object tells what is left to do. */
export const isConflict = (error: unknown): boolean => error instanceof RequestError && error.status === 409;

export const isAlreadyExists = (error: unknown): boolean =>
  error instanceof RequestError && error.reason === 'AlreadyExists';

export const isInvalid = (error: unknown): boolean => error instanceof RequestError && error.status === 422;

/** Namespaces that are going away take no new objects: there is nothing to repeat. */
export const isNamespaceTerminating = (error: unknown): boolean =>
  error instanceof RequestError && error.status === 403 && error.message.includes('because it is being terminated');

/** A failure that the status of the object already tells of: it is tried again without a line in the log. */
export class ToldFailure extends Error {}
