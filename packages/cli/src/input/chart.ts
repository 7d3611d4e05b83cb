/**
 * What a Helm chart renders with its own values, asked of `helm template`. Nothing of the chart is executed: no
 * plugins, no hooks, no post-renderer, no network; its schema is not asked because it may name remote files.
 */
import { join } from 'node:path';
import type { Disk } from './disk.js';
import { isWithin, type Place } from './found-files.js';
import { printable } from './shown-name.js';
import type { RunTool, ToolResult } from './tool.js';

export const CHART_FILE = 'Chart.yaml';

export interface Chart {
  readonly folder: Place;
  /** From `Chart.yaml`. */
  readonly name: string;
  /** A library renders nothing by itself. */
  readonly isLibrary: boolean;
}

export type Rendered =
  | { readonly kind: 'rendered'; readonly output: Uint8Array }
  | { readonly kind: 'failed'; readonly message: string };

/** The chart that a `Chart.yaml` describes, or undefined where it describes none. */
export function chartOf(folder: Place, description: unknown): Chart | undefined {
  if (typeof description !== 'object' || description === null) return undefined;
  const { name, type } = description as { readonly name?: unknown; readonly type?: unknown };
  return typeof name === 'string' ? { folder, name, isLibrary: type === 'library' } : undefined;
}

const PARTS = /^(?:templates|crds|charts)\//;
const SETTINGS = /^(?:Chart\.yaml|requirements\.yaml|values[^/]*\.ya?ml|values\.schema\.json)$/;

/** How a file of a chart, by its path inside it, belongs to the chart. */
export function chartPart(path: string): 'template' | 'settings' | 'other' {
  if (PARTS.test(path)) return 'template';
  return SETTINGS.test(path) ? 'settings' : 'other';
}

/** Helm's own rule for names of releases. */
const RELEASE_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const MAX_RELEASE_NAME_LENGTH = 53;

export async function renderChart(
  chart: Chart,
  root: Place,
  kubernetesVersion: string | undefined,
  run: RunTool,
  disk: Disk,
): Promise<Rendered> {
  const link = leavingLink(chart.folder.path, root.path, disk);
  if (link !== undefined) {
    return failed(`the chart is not rendered: its link ${printable(link)} leads out of ${root.name}`);
  }
  const isUsable = RELEASE_NAME.test(chart.name) && chart.name.length <= MAX_RELEASE_NAME_LENGTH;
  // After "--" nothing is an option, whatever the chart calls itself.
  const names = ['--', isUsable ? chart.name : 'release', chart.folder.path];
  const options = kubernetesVersion === undefined ? [] : ['--kube-version', kubernetesVersion];
  let result = await run('helm', ['template', '--include-crds', SKIP_SCHEMA, ...options, ...names]);
  if (result.kind === 'failed' && result.reason.includes(`unknown flag: ${SKIP_SCHEMA}`)) {
    result = await run('helm', ['template', '--include-crds', ...options, ...names]);
  }
  return result.kind === 'done' ? { kind: 'rendered', output: result.output } : failed(whyNot(result, chart.folder));
}

/** Known since Helm 3.16. */
const SKIP_SCHEMA = '--skip-schema-validation';

const failed = (message: string): Rendered => ({ kind: 'failed', message });

function whyNot(result: Exclude<ToolResult, { kind: 'done' }>, folder: Place): string {
  if (result.kind === 'missing') {
    return 'the chart is not rendered, its templates are not read: install helm (https://helm.sh/docs/intro/install/), or pipe what it renders into "-"';
  }
  const missing = /missing in charts\/ directory: (.+)$/.exec(result.reason)?.[1];
  if (missing !== undefined) {
    return `the chart is not rendered: it depends on ${missing}, which is not in its folder; run "helm dependency build" there first`;
  }
  const reason = result.reason.replaceAll(folder.path, folder.name);
  return `the chart is not rendered, its templates are not read: ${reason}; render it with your values and pipe the result into "-"`;
}

/** A link in the chart that leads out of the root: helm would follow it. */
function leavingLink(folder: string, root: string, disk: Disk): string | undefined {
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    try {
      for (const { name, kind } of disk.list(next)) {
        const path = join(next, name);
        if (kind === 'folder') pending.push(path);
        else if (kind === 'link' && !isWithin(disk.realPath(path), root)) return path.slice(folder.length + 1);
      }
    } catch {
      // What cannot be looked at, helm cannot read either, and says so.
    }
  }
  return undefined;
}

/** The rendered text by template; `# Source: CHART/templates/x.yaml` begins each document. */
export function splitBySource(chart: Chart, text: string): Map<string, string> {
  const parts = new Map<string, string>();
  const add = (source: string, part: string): void => {
    if (part.trim() !== '') parts.set(source, (parts.get(source) ?? '') + part);
  };
  let source = '';
  let start = 0;
  for (const match of text.matchAll(/^---\n# Source: (.+)\n/gm)) {
    add(source, text.slice(start, match.index));
    source = match[1] ?? '';
    start = match.index;
  }
  add(source, text.slice(start));
  return new Map([...parts].map(([source, part]) => [sourceName(chart, source), part]));
}

/** `CHARTDIR/templates/x.yaml (rendered)` */
function sourceName({ folder, name }: Chart, source: string): string {
  const below = source.startsWith(`${name}/`) ? source.slice(name.length + 1) : source;
  if (below === '') return `${folder.name} (rendered)`;
  return `${folder.name === '.' ? '' : `${folder.name}/`}${printable(below)} (rendered)`;
}
