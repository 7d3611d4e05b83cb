/** What a patch gives, or why not. Failures have the shape of the Status that the API server answers with. */

export interface FailureCause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

export interface PatchFailure {
  readonly code: number;
  /** `''` for an error that is no status of its own. */
  readonly reason: 'BadRequest' | 'Conflict' | 'Invalid' | 'RequestEntityTooLarge' | '';
  readonly message: string;
  readonly details?: { readonly causes?: readonly FailureCause[] };
}

export interface Failed {
  readonly ok: false;
  readonly failure: PatchFailure;
}

export type PatchResult<Value> = ({ readonly ok: true } & Value) | Failed;

/** `fieldValidation` of the request: under `Ignore` other decoders read the patch, with other texts. */
export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

/** Leaves nested steps of a patch; never leaves the package. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly failure: PatchFailure;

  constructor(failure: PatchFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** What the steps give, or the failure with which one of them stopped. */
export function orRefusal<Value>(steps: () => Value): Value | Failed {
  try {
    return steps();
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, failure: error.failure };
    throw error;
  }
}

export const badRequest = (message: string): PatchFailure => ({ code: 400, reason: 'BadRequest', message });

/** An error of Go's that is no status: 500 without a reason. */
export const plainError = (message: string): PatchFailure => ({ code: 500, reason: '', message });

/** A patch that can be read but not be applied: 422, and the text says nothing of why. */
export const UNPROCESSABLE: PatchFailure = {
  code: 422,
  reason: 'Invalid',
  message: 'the server rejected our request due to an error in our request',
  details: {},
};

export const failed = (failure: PatchFailure): Failed => ({ ok: false, failure });

export type PatchFormat = 'json' | 'merge' | 'strategic';

/** The answer to a body that is no JSON; `message` is the decoder's: `unexpected end of JSON input`. */
export function undecodablePatch(format: PatchFormat, message: string, validation: FieldValidation): PatchFailure {
  if (format === 'strategic') return badRequest(message);
  if (validation !== 'Ignore') return badRequest(`error decoding patch: ${message}`);
  return badRequest(format === 'merge' ? 'Invalid JSON Patch' : message);
}
