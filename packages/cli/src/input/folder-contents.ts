/**
 * What the files of a folder are to each other: charts with their templates, kustomizations with their patches, and
 * manifests that stand for themselves.
 */
import { basename, dirname, join, sep } from 'node:path';
import { CHART_FILE, type Chart, chartOf, chartPart } from './chart.js';
import { byName, isWithin, type Place } from './found-files.js';
import { isInline, isKustomizationName, kustomizationFiles } from './kustomization.js';
import type { Mode } from './read-mode.js';
import { shownFolder } from './shown-name.js';

interface ManifestFile {
  readonly file: Place;
  readonly mode: Mode;
  /** The chart whose rendering shows what this template says. */
  readonly chart: Chart | undefined;
}

export interface FolderContents {
  readonly charts: readonly Chart[];
  readonly kustomizations: readonly Place[];
  readonly manifests: readonly ManifestFile[];
  /** Files that kustomizations name as patches, settings or contents. */
  readonly parts: readonly Place[];
}

/** `readValue` gives the first document of a file, undefined when it has none (and has then told why). */
export function sortFolder(files: readonly Place[], readValue: (file: Place) => unknown): FolderContents {
  const charts = findCharts(files, readValue);
  const kustomizations: Place[] = [];
  const rest: ManifestFile[] = [];
  for (const file of files) {
    const chart = enclosingChart(file.path, charts);
    const part = chart === undefined ? 'other' : chartPart(slashed(file.path.slice(chart.folder.path.length + 1)));
    if (part === 'template') rest.push({ file, mode: 'template', chart });
    else if (part === 'settings') continue;
    else if (isKustomizationName(basename(file.path))) kustomizations.push(file);
    else rest.push({ file, mode: chart === undefined ? 'found' : 'beside-chart', chart: undefined });
  }
  const isPart = partsOf(kustomizations, readValue);
  return {
    charts: [...charts.values()].sort((a, b) => byName(a.folder, b.folder)),
    kustomizations,
    manifests: rest.filter(({ file }) => !isPart(file.path)),
    parts: rest.filter(({ file }) => isPart(file.path)).map(({ file }) => file),
  };
}

const slashed = (path: string): string => (sep === '/' ? path : path.replaceAll(sep, '/'));

/** The charts that stand for themselves, by folder; those in another's `charts` folder are part of it. */
function findCharts(files: readonly Place[], readValue: (file: Place) => unknown): ReadonlyMap<string, Chart> {
  const charts = new Map<string, Chart>();
  const descriptions = files.filter(({ path }) => basename(path) === CHART_FILE);
  // Shorter paths first: a chart is known before those inside it.
  for (const file of descriptions.sort((a, b) => a.path.length - b.path.length)) {
    const path = dirname(file.path);
    const outer = enclosingChart(path, charts);
    if (outer !== undefined && path.startsWith(join(outer.folder.path, 'charts') + sep)) continue;
    const chart = chartOf({ path, name: shownFolder(file.name) }, readValue(file));
    if (chart !== undefined) charts.set(path, chart);
  }
  return charts;
}

/** The innermost chart around a path. */
function enclosingChart(path: string, charts: ReadonlyMap<string, Chart>): Chart | undefined {
  if (charts.size === 0) return undefined;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const chart = charts.get(folder);
    if (chart !== undefined || folder === dirname(folder)) return chart;
  }
}

/** Whether a path is named by a kustomization as something else than a manifest. */
function partsOf(kustomizations: readonly Place[], readValue: (file: Place) => unknown): (path: string) => boolean {
  const files = new Set<string>();
  const folders = new Set<string>();
  const resources = new Set<string>();
  for (const file of kustomizations) {
    const folder = dirname(file.path);
    const named = kustomizationFiles(readValue(file));
    for (const entry of named.parts) files.add(join(folder, entry));
    for (const entry of named.plugins.filter((plugin) => !isInline(plugin))) {
      const path = join(folder, entry);
      files.add(path);
      // A plugin may be a folder, but never the one that everything is in.
      if (!isWithin(folder, path)) folders.add(path);
    }
    for (const entry of named.resources) resources.add(join(folder, entry));
  }
  return (path) => !resources.has(path) && (files.has(path) || isBelow(path, folders));
}

function isBelow(path: string, folders: ReadonlySet<string>): boolean {
  if (folders.size === 0) return false;
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    if (folders.has(folder)) return true;
  }
  return false;
}
