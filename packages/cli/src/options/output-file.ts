/** `--output`, where it names a file. */
import { UsageError } from '../context.js';

/** What `-o` of kubectl takes, besides the formats of a command. */
const KUBECTL_FORMATS: readonly string[] = ['json', 'yaml', 'wide', 'name'];

/**
 * Reads the name of a file and refuses that of a format: whoever is used to kubectl would get a file named `json` and no
 * report. `formats` are those of the command's `--format`; none where it has no such flag.
 */
export const outputFile =
  (formats: readonly string[] = []) =>
  (name: string): string => {
    if (!formats.includes(name) && !KUBECTL_FORMATS.includes(name)) return name;
    throw new UsageError(`--output ${name} would write a file named ${name}: ${advice(name, formats)}, or ./${name}`);
  };

function advice(name: string, formats: readonly string[]): string {
  if (formats.includes(name)) return `say --format ${name}`;
  return formats.length === 0 ? 'name a file, or - for stdout' : `say --format with one of ${formats.join(', ')}`;
}
