import { json } from './json.js';
import type { Reporter } from './reporter.js';
import { sarif } from './sarif.js';
import { table } from './table.js';

/** All formats by the name that `--format` takes. */
export const reporters = { table, json, sarif } as const satisfies Record<string, Reporter>;

export type ReportFormat = keyof typeof reporters;
export type { Reporter, ReporterOptions } from './reporter.js';
