/** Behaviour that changes with the version, kept as a rising list instead of conditions in the logic. */
import type { Minor } from '@bulkhead/apimachinery';

/** From this minor on, until the next step, `value` holds. */
export interface Step<T> {
  readonly from: Minor;
  readonly value: T;
}

/** The value of the last step that the minor has reached; a minor before the first step gets the first value. */
export function stepAt<T>(steps: readonly [Step<T>, ...Step<T>[]], minor: Minor): T {
  let value = steps[0].value;
  for (const step of steps) {
    if (step.from > minor) break;
    value = step.value;
  }
  return value;
}
