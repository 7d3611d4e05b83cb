/** What is known of a way to take a step. */
import type { Severity } from '../finding.js';

export interface Technique {
  readonly title: string;
  readonly severity: Severity;
  readonly tags: readonly string[];
  readonly fix: string;
}

export const technique = (severity: Severity, tags: string, title: string, fix: string): Technique => ({
  title,
  severity,
  tags: tags.split(' '),
  fix,
});
