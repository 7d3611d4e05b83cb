import { dot } from './dot.js';
import { html } from './html.js';
import { json } from './json.js';
import type { AttackPathReporter } from './report.js';
import { table } from './table.js';

/** The reports of attack paths by format. */
export const attackPathReporters = { table, json, dot, html } satisfies Readonly<Record<string, AttackPathReporter>>;
