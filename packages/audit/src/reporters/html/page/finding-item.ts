/** One finding as the list and the page of an object show it. */
import type { PageData, PageFinding, PageObject } from '../page-data.js';
import { element, plural } from './element.js';

/** More places of one finding are counted. */
const MAX_PLACES = 6;

export const titleOf = ({ kind, namespace, name }: PageObject): string =>
  `${kind} ${namespace === '' ? '' : `${namespace}/`}${name === '' ? '(no name)' : name}`;

export function severityTag(severity: string): HTMLElement {
  return element('span', { class: `tag ${severity}` }, severity);
}

export function findingItem(finding: PageFinding, data: PageData): HTMLElement {
  const { severity, message, ruleId, gains, fix, ignored, rule } = finding;
  const about = data.rules[rule];
  const meta = element('p', { class: 'meta' }, element('code', {}, ruleId));
  if (gains !== 'nothing') meta.append(element('span', {}, `gains ${gainText(data, gains)}`));
  meta.append(element('span', {}, finding.layer));
  for (const standard of about?.standards.slice(0, 4) ?? []) meta.append(element('span', {}, standard));
  return element(
    'li',
    { class: ignored === undefined ? 'finding' : 'finding accepted' },
    severityTag(severity),
    element(
      'div',
      { class: 'body' },
      element('p', { class: 'message' }, message),
      fix !== undefined && element('p', { class: 'fix' }, element('b', {}, 'Fix '), fix),
      ignored !== undefined && element('p', { class: 'fix' }, element('b', {}, 'Accepted '), ignored),
      places(finding, data.objects[finding.object]?.file),
      meta,
      about !== undefined &&
        element(
          'details',
          {},
          element('summary', {}, 'Why it matters'),
          element('p', {}, about.description),
          element('p', {}, about.risk),
          element('p', {}, element('b', {}, 'What to do: '), about.remediation),
        ),
    ),
  );
}

const gainText = (data: PageData, gain: string): string =>
  data.gains.find((entry) => entry.gain === gain)?.text ?? gain;

/** Where it stands: the object's own file is named above, so that only its line is said. */
function places({ places: all }: PageFinding, ownFile: string | undefined): HTMLElement {
  const shown = all
    .slice(0, MAX_PLACES)
    .map(({ file, line, path }) =>
      element(
        'span',
        {},
        file === ownFile && line > 0 ? `line ${line}` : element('code', {}, line > 0 ? `${file}:${line}` : file),
        path === '' ? undefined : ' ',
        path === '' ? undefined : element('code', { class: 'path' }, path),
      ),
    );
  const more = all.length - shown.length;
  return element('p', { class: 'places' }, ...shown, more > 0 && `and ${plural(more, 'more place')}`);
}
