/**
 * The objects of many files that were found together: charts are rendered, kustomizations are read file by file, and
 * whatever stands for itself is read as it is.
 */
import { CHART_FILE, type Chart, renderChart, splitBySource } from './chart.js';
import type { Disk } from './disk.js';
import { type FolderContents, sortFolder } from './folder-contents.js';
import type { Place } from './found-files.js';
import type { InputReader } from './input-reader.js';
import { shownBelow, shownList } from './shown-name.js';
import type { RunTool } from './tool.js';

/** What reading needs besides the files. */
export interface Surroundings {
  readonly disk: Disk;
  readonly run: RunTool;
  /** `1.35`: what charts are rendered for. */
  readonly kubernetesVersion: string | undefined;
}

/** Reads files found below a root; whether any held objects, or had errors. */
export async function readFound(
  files: readonly Place[],
  root: Place,
  reader: InputReader,
  surroundings: Surroundings,
): Promise<boolean> {
  const before = reader.errors.length;
  const contents = sortFolder(files, (file) => reader.readSettings(file));
  const rendered = new Set<Chart>();
  let hasObjects = false;
  for (const chart of contents.charts) {
    const found = await readChart(chart, root, reader, surroundings);
    if (found !== 'failed') rendered.add(chart);
    if (found === 'objects') hasObjects = true;
  }
  for (const { file, mode, chart } of contents.manifests) {
    // What a rendered template says is in already.
    if (chart !== undefined && rendered.has(chart)) continue;
    if (reader.readFile(file, mode)) hasObjects = true;
  }
  noteKustomizations(contents, reader);
  return hasObjects || reader.errors.length > before;
}

async function readChart(
  chart: Chart,
  root: Place,
  reader: InputReader,
  { disk, run, kubernetesVersion }: Surroundings,
): Promise<'objects' | 'nothing' | 'failed'> {
  const { folder } = chart;
  if (chart.isLibrary) {
    reader.notes.push(`${folder.name}: a library chart, which renders nothing by itself`);
    return 'nothing';
  }
  if (reader.isKnown(folder.path)) return 'objects';
  const file = shownBelow(folder.name, CHART_FILE);
  const result = await renderChart(chart, root, kubernetesVersion, run, disk);
  if (result.kind === 'failed') {
    reader.fail(file, result.message);
    return 'failed';
  }
  reader.know(folder.path);
  reader.notes.push(`${folder.name}: rendered by helm with the chart's own values`);
  const text = reader.admit(`${file} (rendered)`, result.output);
  let found: 'objects' | 'nothing' = 'nothing';
  for (const [name, part] of text === undefined ? [] : splitBySource(chart, text)) {
    if (reader.readText(name, part, 'rendered')) found = 'objects';
  }
  return found;
}

function noteKustomizations({ kustomizations, parts }: FolderContents, reader: InputReader): void {
  if (kustomizations.length === 0) return;
  const names = shownList(kustomizations.map(({ name }) => name));
  const without =
    parts.length === 0 ? '' : ` without patches and settings (${shownList(parts.map(({ name }) => name))})`;
  reader.notes.push(
    `kustomizations found on the way are not built, their files are read one by one${without}: ${names}; give the folder of one as PATH to build it`,
  );
}
