/** What a folder, or the matches of a pattern, hold: manifests, charts that are rendered, kustomizations. */
import { type Chart, renderChart, splitBySource } from './chart.js';
import { type Disk, failureOf } from './disk.js';
import { type FolderContents, sortFolder } from './folder-contents.js';
import { walkFolder } from './folder-walk.js';
import { byName, type FoundFiles, isManifestName, type Place } from './found-files.js';
import type { InputReader } from './input-reader.js';
import { buildKustomization, kustomizationOf } from './kustomize.js';
import type { InputLimits } from './limits.js';
import { shownFolder, shownList } from './shown-name.js';
import type { RunTool } from './tool.js';

export class FolderReader {
  readonly #reader: InputReader;
  readonly #disk: Disk;
  readonly #limits: InputLimits;
  readonly #run: RunTool;
  readonly #kubernetesVersion: string | undefined;

  constructor(
    reader: InputReader,
    disk: Disk,
    limits: InputLimits,
    run: RunTool,
    kubernetesVersion: string | undefined,
  ) {
    this.#reader = reader;
    this.#disk = disk;
    this.#limits = limits;
    this.#run = run;
    this.#kubernetesVersion = kubernetesVersion;
  }

  /** A folder by its real path: what its kustomization builds, else all that is in it. */
  async readFolder(folder: Place): Promise<void> {
    if (this.#reader.isKnown(folder.path)) return;
    const kustomization = kustomizationOf(folder.path, this.#disk);
    if (kustomization !== undefined && (await this.#build(folder))) return;
    let found: FoundFiles;
    try {
      found = walkFolder(folder, this.#disk, this.#limits);
    } catch (error) {
      this.#reader.fail(folder.name, `cannot read the folder: ${failureOf(error)}`);
      return;
    }
    await this.readFound(found, folder, folder.name, kustomization);
  }

  /** `origin` is the PATH; what its own kustomization does not build needs no further words. */
  async readFound(found: FoundFiles, root: Place, origin: string, kustomization?: string): Promise<void> {
    const { files, errors, notes } = this.#reader;
    const before = { files: files.length, errors: errors.length };
    for (const error of found.errors) errors.push(error);
    for (const note of found.notes) notes.push(note);
    const contents = sortFolder(found.files, (file) => this.#reader.readSettings(file));
    for (const { file, mode } of contents.manifests.filter(({ chart }) => chart === undefined)) {
      this.#reader.readFile(file, mode);
    }
    for (const chart of contents.charts) await this.#readChart(chart, contents, root);
    for (const file of files.splice(before.files).sort(byName)) files.push(file);
    this.#remark(contents, kustomization);
    // A kustomization that could not be built has told so before.
    if (kustomization !== undefined || errors.length > before.errors || files.length > before.files) return;
    if (!found.files.some(({ name }) => isManifestName(name)))
      this.#reader.fail(origin, `no .yaml, .yml or .json file in ${origin}`);
    else if (!this.#isKnown(contents)) this.#reader.fail(origin, `no Kubernetes object in ${origin}`);
  }

  /** Whether another PATH has brought what is in here. */
  #isKnown({ charts, manifests }: FolderContents): boolean {
    return (
      charts.some(({ folder }) => this.#reader.isKnown(folder.path)) ||
      manifests.some(({ file }) => this.#reader.isKnown(file.path))
    );
  }

  async #build(folder: Place): Promise<boolean> {
    const built = await buildKustomization(folder, this.#run, this.#disk);
    if (built.kind === 'failed') {
      this.#reader.failToRender(folder.name, built.message);
      return false;
    }
    const { errors, notes } = this.#reader;
    const before = errors.length;
    this.#reader.know(folder.path);
    if (!this.#reader.readBytes(folder.name, built.output, 'rendered') && errors.length === before) {
      this.#reader.fail(folder.name, 'the kustomization builds nothing');
    }
    notes.push(`${folder.name}: shown is what the kustomization builds; files that it does not use are not read`);
    return true;
  }

  async #readChart(chart: Chart, contents: FolderContents, root: Place): Promise<void> {
    if (this.#reader.isKnown(chart.folder.path)) return;
    if (chart.isLibrary) {
      this.#reader.notes.push(`${chart.folder.name}: a library chart renders nothing by itself`);
    } else {
      const rendered = await renderChart(chart, root, this.#kubernetesVersion, this.#run, this.#disk);
      if (rendered.kind === 'rendered') {
        if (this.#readRendered(chart, rendered.output)) this.#reader.know(chart.folder.path);
        return;
      }
      this.#reader.failToRender(chart.folder.name, rendered.message);
    }
    for (const { file, mode, chart: owner } of contents.manifests) {
      if (owner === chart) this.#reader.readFile(file, mode);
    }
  }

  #readRendered(chart: Chart, output: Uint8Array): boolean {
    const source = this.#reader.admit(`${chart.folder.name} (rendered)`, output);
    if (source === undefined) return false;
    let hasObjects = false;
    for (const [name, part] of splitBySource(chart, source.text)) {
      hasObjects = this.#reader.readText(name, { text: part }, 'rendered') || hasObjects;
    }
    return hasObjects;
  }

  #remark({ kustomizations, parts }: FolderContents, ownKustomization: string | undefined): void {
    const { notes } = this.#reader;
    const nested = kustomizations.filter(({ path }) => path !== ownKustomization).map(({ name }) => shownFolder(name));
    if (nested.length === 1) {
      notes.push(
        `kustomization ${nested[0]}: its files are read one by one; give the folder itself to see what it builds`,
      );
    } else if (nested.length > 1) {
      notes.push(
        `${nested.length} kustomizations (${shownList(nested)}): their files are read one by one; give the folder of one to see what it builds`,
      );
    }
    if (parts.length > 0) {
      const names = shownList(parts.map(({ name }) => name));
      notes.push(`not read as manifests, kustomizations name them as patches or settings: ${names}`);
    }
  }
}
