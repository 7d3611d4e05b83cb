/** The list of findings by object, filtered and in pages: ten thousand findings are never in the document at once. */
import { type Gain, type Layer, type Severity } from '../../../finding.js';
import type { PageData, PageFinding } from '../page-data.js';
import { button, element, plural } from './element.js';
import { CLUSTER, type Filter, Findings, isFiltered, NO_FILTER } from './filter.js';
import { findingItem, severityTag, titleOf } from './finding-item.js';

const OBJECTS_A_PAGE = 20;
/** Findings of one object in the list; its own page has all. */
const FINDINGS_AN_OBJECT = 8;

const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

export class FindingList {
  readonly section: HTMLElement;
  readonly #data: PageData;
  readonly #findings: Findings;
  readonly #controls: Controls;
  readonly #status = element('p', { class: 'status', role: 'status' });
  readonly #list = element('div', { class: 'objects' });
  readonly #pages = element('nav', { class: 'pages', 'aria-label': 'pages of the list' });
  #filter: Filter = NO_FILTER;
  #page = 0;

  constructor(data: PageData) {
    this.#data = data;
    this.#findings = new Findings(data);
    this.#controls = new Controls(data, (change) => this.#change(change));
    this.section = element(
      'section',
      { class: 'findings', 'aria-labelledby': 'findings-title' },
      element('h2', { id: 'findings-title', tabindex: '-1' }, 'Findings'),
      this.#controls.form,
      this.#status,
      this.#list,
      this.#pages,
    );
    this.#show();
  }

  /** Shows what matches this alone, and brings the list into view. */
  narrow(change: Partial<Filter>): void {
    this.#filter = { ...NO_FILTER, ...change };
    this.#page = 0;
    this.#show();
    const title = this.section.querySelector('h2');
    title?.scrollIntoView({ block: 'start' });
    title?.focus({ preventScroll: true });
  }

  #change(change: Partial<Filter>): void {
    this.#filter = { ...this.#filter, ...change };
    this.#page = 0;
    this.#show();
  }

  #show(): void {
    const found = this.#findings.byObject(this.#filter);
    let total = 0;
    for (const list of found.values()) total += list.length;
    const objects = [...found];
    const pages = Math.max(1, Math.ceil(objects.length / OBJECTS_A_PAGE));
    this.#page = Math.min(this.#page, pages - 1);
    const start = this.#page * OBJECTS_A_PAGE;
    this.#controls.show(this.#filter);
    this.#status.textContent =
      total === 0
        ? isFiltered(this.#filter)
          ? 'Nothing matches.'
          : 'Nothing to list.'
        : `${plural(total, 'finding')} on ${plural(objects.length, 'object')}${pages > 1 ? `, page ${this.#page + 1} of ${pages}` : ''}`;
    this.#list.replaceChildren(
      ...objects.slice(start, start + OBJECTS_A_PAGE).map(([object, list]) => this.#card(object, list)),
    );
    this.#pages.replaceChildren(...(pages > 1 ? this.#pageButtons(pages) : []));
  }

  #card(index: number, list: readonly PageFinding[]): HTMLElement {
    const object = this.#data.objects[index];
    const more = list.length - FINDINGS_AN_OBJECT;
    const link = `#object-${index}`;
    return element(
      'article',
      { class: 'card object' },
      element(
        'header',
        {},
        element('h3', {}, element('a', { href: link }, object === undefined ? '' : titleOf(object))),
        element('p', { class: 'file' }, object?.file ?? ''),
        element('p', { class: 'counts' }, ...countTags(list)),
      ),
      element(
        'ul',
        { class: 'plain' },
        ...list.slice(0, FINDINGS_AN_OBJECT).map((finding) => findingItem(finding, this.#data)),
      ),
      more > 0 &&
        element('p', { class: 'more' }, element('a', { href: link }, `${plural(more, 'more finding')} on this object`)),
    );
  }

  #pageButtons(pages: number): HTMLElement[] {
    const go = (page: number) => () => {
      this.#page = page;
      this.#show();
      const title = this.section.querySelector('h2');
      title?.scrollIntoView({ block: 'start' });
      title?.focus({ preventScroll: true });
    };
    return [
      button({ disabled: this.#page === 0 }, go(this.#page - 1), 'Previous'),
      element('span', {}, `Page ${this.#page + 1} of ${pages}`),
      button({ disabled: this.#page === pages - 1 }, go(this.#page + 1), 'Next'),
    ];
  }
}

function countTags(list: readonly PageFinding[]): HTMLElement[] {
  const counts = new Map<Severity, number>();
  for (const { severity } of list) counts.set(severity, (counts.get(severity) ?? 0) + 1);
  return SEVERITIES.flatMap((severity) => {
    const count = counts.get(severity);
    return count === undefined ? [] : [element('span', { class: 'count' }, severityTag(severity), ` ${count}`)];
  });
}

/** The form above the list. */
class Controls {
  readonly form: HTMLElement;
  readonly #text: HTMLInputElement;
  readonly #severities: ReadonlyMap<Severity, HTMLButtonElement>;
  readonly #layer: HTMLSelectElement;
  readonly #gain: HTMLSelectElement;
  readonly #namespace: HTMLSelectElement;
  readonly #ignored: HTMLInputElement;
  readonly #clear: HTMLButtonElement;
  #filter: Filter = NO_FILTER;

  constructor(data: PageData, change: (change: Partial<Filter>) => void) {
    this.#text = element('input', {
      type: 'search',
      id: 'text',
      placeholder: 'name, rule, field, CIS:5.2.2 ...',
      autocomplete: 'off',
    });
    this.#text.addEventListener('input', () => change({ text: this.#text.value }));
    this.#severities = new Map(
      SEVERITIES.filter((severity) => data.findings.some((finding) => finding.severity === severity)).map(
        (severity) => [
          severity,
          button(
            { class: `toggle ${severity}`, 'aria-pressed': 'false' },
            () => change({ severities: this.#toggled(severity) }),
            severity,
          ),
        ],
      ),
    );
    const layers = data.layers.map(({ layer }): [string, string] => [layer, layer]);
    this.#layer = select('layer', 'all layers', layers, (layer) => change({ layer: layer as Layer | '' }));
    const gains = data.gains.map(({ gain, text }): [string, string] => [gain, text]);
    this.#gain = select('gain', 'any gain', gains, (gain) => change({ gain: gain as Gain | '' }));
    this.#namespace = select('namespace', 'all namespaces', namespaces(data), (namespace) => change({ namespace }));
    this.#ignored = element('input', { type: 'checkbox', id: 'ignored' });
    this.#ignored.addEventListener('change', () => change({ withIgnored: this.#ignored.checked }));
    this.#clear = button({ class: 'clear' }, () => change({ ...NO_FILTER }), 'Clear');
    this.form = element(
      'div',
      { class: 'controls-bar', role: 'search', 'aria-label': 'filter findings' },
      element('label', { class: 'field wide', for: 'text' }, element('span', {}, 'Search'), this.#text),
      element('div', { class: 'toggles', role: 'group', 'aria-label': 'severities' }, ...this.#severities.values()),
      labelled('Layer', this.#layer),
      labelled('Namespace', this.#namespace),
      labelled('Gain', this.#gain),
      data.ignored > 0 &&
        element('label', { class: 'check', for: 'ignored' }, this.#ignored, `accepted, too (${data.ignored})`),
      this.#clear,
    );
  }

  show(filter: Filter): void {
    this.#filter = filter;
    if (this.#text.value !== filter.text) this.#text.value = filter.text;
    for (const [severity, toggle] of this.#severities) {
      toggle.setAttribute('aria-pressed', String(filter.severities.has(severity)));
    }
    this.#layer.value = filter.layer;
    this.#gain.value = filter.gain;
    this.#namespace.value = filter.namespace;
    this.#ignored.checked = filter.withIgnored;
    this.#clear.disabled = !isFiltered(filter);
  }

  #toggled(severity: Severity): ReadonlySet<Severity> {
    const severities = new Set(this.#filter.severities);
    if (!severities.delete(severity)) severities.add(severity);
    return severities;
  }
}

const labelled = (name: string, field: HTMLSelectElement): HTMLElement =>
  element('label', { class: 'field', for: field.id }, element('span', {}, name), field);

function select(
  id: string,
  all: string,
  options: readonly (readonly [value: string, text: string])[],
  change: (value: string) => void,
): HTMLSelectElement {
  const made = element(
    'select',
    { id },
    element('option', { value: '' }, all),
    ...options.map(([value, text]) => element('option', { value }, text)),
  );
  made.addEventListener('change', () => change(made.value));
  return made;
}

function namespaces({ objects }: PageData): [string, string][] {
  const names = [...new Set(objects.map(({ namespace }) => namespace))].sort();
  return names.map((name) => (name === '' ? [CLUSTER, '(none written)'] : [name, name]));
}
