/** KubeSchedulerConfiguration. */
import type { PlainMap } from '../plain-value.js';
import { type Verdicts, verdict } from '../verdict.js';

export function schedulerProfiling(file: PlainMap): Verdicts {
  if (file['enableProfiling'] === false) return undefined;
  const is = file['enableProfiling'] === undefined ? 'is not set' : 'is true';
  const text = `enableProfiling ${is}: profiles tell of the program's inside and cost its time`;
  return verdict(`${text}; set false until you need them`, ['enableProfiling']);
}
