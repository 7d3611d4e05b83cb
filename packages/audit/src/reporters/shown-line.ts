/** The line of a file that a finding shows; where a line may hold a secret, only its field is named. */
import type { Finding, Location } from '../finding.js';
import type { ReporterOptions } from './reporter.js';

/** Whether the lines of the finding may hold what nobody should read in a report. */
export const holdsSecret = ({ ruleId, object }: Pick<Finding, 'ruleId' | 'object'>): boolean =>
  ruleId.startsWith('secret/') || object.kind === 'Secret';

/** The text of the line at a place; empty where there is none or it may hold a secret. */
export const shownLine = (finding: Finding, { file, line }: Location, options: ReporterOptions): string =>
  holdsSecret(finding) ? '' : (options.lineText?.(file, line) ?? '');
