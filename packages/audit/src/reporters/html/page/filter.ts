/** What the list shows. */
import type { Gain, Layer, Severity } from '../../../finding.js';
import type { PageData, PageFinding } from '../page-data.js';

export interface Filter {
  /** Empty: all. */
  readonly severities: ReadonlySet<Severity>;
  readonly layer: Layer | '';
  readonly gain: Gain | '';
  /** A namespace; `CLUSTER` for objects without one; empty: all. */
  readonly namespace: string;
  readonly text: string;
  /** Whether findings that exceptions accept are shown, too. */
  readonly withIgnored: boolean;
}

/** No namespace has a blank in its name. */
export const CLUSTER = ' ';

export const NO_FILTER: Filter = {
  ...{ severities: new Set<Severity>(), layer: '', gain: '', namespace: '', text: '', withIgnored: false },
};

export const isFiltered = ({ severities, layer, gain, namespace, text }: Filter): boolean =>
  severities.size > 0 || layer !== '' || gain !== '' || namespace !== '' || text !== '';

export class Findings {
  readonly #data: PageData;
  readonly #texts: (string | undefined)[];

  constructor(data: PageData) {
    this.#data = data;
    this.#texts = Array.from<string | undefined>({ length: data.findings.length });
  }

  /** The findings that match, the worst first, by object in the order of each object's worst. */
  byObject(filter: Filter): ReadonlyMap<number, readonly PageFinding[]> {
    const words = filter.text
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const found = new Map<number, PageFinding[]>();
    for (const [index, finding] of this.#data.findings.entries()) {
      if (!this.#matches(finding, index, filter, words)) continue;
      const list = found.get(finding.object);
      if (list === undefined) found.set(finding.object, [finding]);
      else list.push(finding);
    }
    return found;
  }

  #matches(finding: PageFinding, index: number, filter: Filter, words: readonly string[]): boolean {
    const { severities, layer, gain, namespace, withIgnored } = filter;
    if (finding.ignored !== undefined && !withIgnored) return false;
    if (severities.size > 0 && !severities.has(finding.severity)) return false;
    if (layer !== '' && finding.layer !== layer) return false;
    if (gain !== '' && finding.gains !== gain) return false;
    if (namespace !== '' && (this.#data.objects[finding.object]?.namespace || CLUSTER) !== namespace) return false;
    return words.every((word) => this.#text(finding, index).includes(word));
  }

  #text(finding: PageFinding, index: number): string {
    const known = this.#texts[index];
    if (known !== undefined) return known;
    const object = this.#data.objects[finding.object];
    const rule = this.#data.rules[finding.rule];
    const parts = [finding.message, finding.ruleId, rule?.title, rule?.standards.join(' ')];
    const name = object === undefined ? '' : `${object.kind} ${object.namespace}/${object.name} ${object.file}`;
    const text = [...parts, name, finding.places.map(({ path }) => path).join(' ')].join('\n').toLowerCase();
    this.#texts[index] = text;
    return text;
  }
}
