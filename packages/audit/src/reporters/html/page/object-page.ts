/** The page of one object: its findings, and its manifest with the findings marked in it. */
import type { PageData, PageFinding, PageObject } from '../page-data.js';
import { button, element, plural } from './element.js';
import { findingItem, severityTag, titleOf } from './finding-item.js';

/** Findings that are shown before somebody asks for more. */
const FINDINGS_AT_ONCE = 200;

export function objectPage(data: PageData, index: number, object: PageObject): HTMLElement {
  const findings = data.findings.filter((finding) => finding.object === index);
  const counting = findings.filter(({ ignored }) => ignored === undefined).length;
  const title = titleOf(object);
  return element(
    'section',
    { class: 'object-page', 'aria-labelledby': 'object-title' },
    element('p', {}, element('a', { href: '#', class: 'back' }, '\u2190 All findings')),
    element('h1', { id: 'object-title', tabindex: '-1' }, title),
    element('p', { class: 'file' }, `${object.apiVersion} in ${object.file}, ${plural(counting, 'finding')}`),
    list(data, findings),
    element('h2', {}, 'Manifest'),
    manifest(object, findings),
  );
}

function list(data: PageData, findings: readonly PageFinding[]): HTMLElement {
  const items = element('ul', { class: 'plain' });
  const card = element('div', { class: 'card object' }, items);
  let shown = 0;
  const more = button({ class: 'more' }, () => showMore());
  const showMore = (): void => {
    items.append(...findings.slice(shown, shown + FINDINGS_AT_ONCE).map((finding) => findingItem(finding, data)));
    shown = Math.min(findings.length, shown + FINDINGS_AT_ONCE);
    more.textContent = `Show ${plural(Math.min(FINDINGS_AT_ONCE, findings.length - shown), 'more finding')}`;
    if (shown === findings.length) more.remove();
    else card.append(more);
  };
  showMore();
  return card;
}

function manifest({ text, firstLine = 1, note, file }: PageObject, findings: readonly PageFinding[]): HTMLElement {
  const card = element('div', { class: 'card manifest' });
  if (text !== undefined) {
    const marks = marksByLine(findings, file);
    const explained = new Set<PageFinding>();
    const lines = text
      .split('\n')
      .flatMap((line, at) => lineRows(line, firstLine + at, marks.get(firstLine + at) ?? [], explained));
    card.append(
      element(
        'div',
        { class: 'code', tabindex: '0', role: 'region', 'aria-label': 'manifest with the findings marked' },
        element('ol', { class: 'lines' }, ...lines),
      ),
    );
  }
  if (note !== undefined) card.append(element('p', { class: 'quiet' }, note));
  if (text === undefined && note === undefined) {
    card.append(element('p', { class: 'quiet' }, 'The report was written without the text of the input.'));
  }
  return card;
}

function marksByLine(findings: readonly PageFinding[], ownFile: string): ReadonlyMap<number, readonly PageFinding[]> {
  const marks = new Map<number, PageFinding[]>();
  for (const finding of findings) {
    for (const { file, line } of finding.places) {
      if (file !== ownFile) continue;
      const list = marks.get(line);
      if (list === undefined) marks.set(line, [finding]);
      else if (!list.includes(finding)) list.push(finding);
    }
  }
  return marks;
}

/** A finding of several places is explained at its first, and named at the others. */
function lineRows(
  text: string,
  number: number,
  marks: readonly PageFinding[],
  explained: Set<PageFinding>,
): HTMLElement[] {
  const [worst] = marks;
  const row = element(
    'li',
    { class: worst === undefined ? 'line' : `line marked ${worst.severity}` },
    element('span', { class: 'number', 'aria-hidden': 'true' }, String(number)),
    element('code', {}, text === '' ? ' ' : text),
  );
  if (worst === undefined) return [row];
  const notes = marks.map((finding) => {
    const { severity, message, ruleId } = finding;
    const says = explained.has(finding) ? ' ' : ` ${message} `;
    explained.add(finding);
    return element('li', {}, severityTag(severity), says, element('code', {}, ruleId));
  });
  return [row, element('li', { class: 'note' }, element('ul', { class: 'plain' }, ...notes))];
}
