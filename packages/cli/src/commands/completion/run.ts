/** `bulkhead completion`: prints the script of a shell. */
import { COMPLETION_SCRIPTS, type Shell } from '../../completion/scripts.js';
import type { Context } from '../../context.js';

export function run(this: Context, _flags: object, shell: Shell): void {
  this.write([COMPLETION_SCRIPTS[shell]]);
}
