import { github } from './github.js';
import { html } from './html/html.js';
import { json } from './json.js';
import { junit } from './junit.js';
import { markdown } from './markdown.js';
import { policyreport } from './policy-report.js';
import type { Reporter } from './reporter.js';
import { sarif } from './sarif.js';
import { table } from './table.js';

/** All formats by the name that `--format` takes. */
export const reporters = { table, json, sarif, junit, markdown, github, html, policyreport } as const satisfies Record<
  string,
  Reporter
>;

export type ReportFormat = keyof typeof reporters;
export type { Reporter, ReporterOptions } from './reporter.js';
