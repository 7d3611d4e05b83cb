/** Posture at a glance: how many of each severity, what an attacker gains first, and which layer nothing is said of. */
import type { Severity } from '../../../finding.js';
import type { PageData } from '../page-data.js';
import { bar, button, element, plural } from './element.js';
import type { Filter } from './filter.js';

/** Changes what the list shows and brings it into view. */
export type Narrow = (change: Partial<Filter>) => void;

const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

export function posture(data: PageData, narrow: Narrow): HTMLElement {
  return element(
    'section',
    { class: 'posture', 'aria-labelledby': 'posture-title' },
    verdict(data),
    severities(data, narrow),
    element('div', { class: 'columns' }, gains(data, narrow), layers(data, narrow)),
    data.profile === undefined ? undefined : controls(data.profile),
    data.unread.length === 0 ? undefined : unread(data),
  );
}

function verdict({ failing, failOn, counts, incomplete, sentence }: PageData): HTMLElement {
  const total = SEVERITIES.reduce((sum, severity) => sum + counts[severity], 0);
  const says =
    failing > 0
      ? `${plural(failing, 'finding')} at or above ${failOn}`
      : total > 0
        ? `${plural(total, 'finding')}, none at or above ${failOn === 'none' ? 'a threshold' : failOn}`
        : incomplete
          ? 'Nothing found in what could be read'
          : 'No findings in what this input holds';
  return element(
    'div',
    { class: `verdict ${failing > 0 || incomplete ? 'bad' : 'good'}` },
    element('h1', { id: 'posture-title', tabindex: '-1' }, says),
    element('p', {}, sentence),
  );
}

function severities({ counts }: PageData, narrow: Narrow): HTMLElement {
  const tiles = SEVERITIES.map((severity) =>
    element(
      'li',
      {},
      button(
        {
          class: `tile ${severity}`,
          disabled: counts[severity] === 0,
          'aria-label': `${counts[severity]} ${severity}: show them`,
        },
        () => narrow({ severities: new Set([severity]) }),
        element('b', {}, String(counts[severity])),
        element('span', {}, severity),
      ),
    ),
  );
  return element('ul', { class: 'tiles' }, ...tiles);
}

function gains(data: PageData, narrow: Narrow): HTMLElement {
  const most = Math.max(1, ...data.gains.map(({ findings }) => findings));
  const rows = data.gains.map(({ gain, text, findings }) =>
    element(
      'li',
      {},
      button(
        { class: 'row', 'aria-label': `${text}: ${plural(findings, 'finding')}, show them` },
        () => narrow({ gain }),
        element('span', { class: 'name' }, text),
        bar(findings / most, `gain-${gain}`),
        element('b', {}, String(findings)),
      ),
    ),
  );
  return element(
    'div',
    { class: 'card' },
    element('h2', {}, 'What an attacker gains first'),
    rows.length === 0
      ? element('p', { class: 'quiet' }, 'Nothing that this input shows.')
      : element('ol', { class: 'rows' }, ...rows),
  );
}

function layers(data: PageData, narrow: Narrow): HTMLElement {
  const rows = data.layers.map(({ layer, findings, isSilent, text }) =>
    element(
      'li',
      { class: isSilent ? 'layer silent' : 'layer' },
      button(
        { class: 'row', disabled: findings === 0, 'aria-label': `layer ${layer}: ${text}` },
        () => narrow({ layer }),
        element('span', { class: 'name' }, layer),
        element('span', { class: 'says' }, text),
        element('b', {}, isSilent ? '?' : String(findings)),
      ),
    ),
  );
  return element(
    'div',
    { class: 'card' },
    element('h2', {}, 'By layer'),
    element('ol', { class: 'rows layers' }, ...rows),
  );
}

function controls({ title, controls: all }: NonNullable<PageData['profile']>): HTMLElement {
  const rows = all.map(({ id, title: what, status, standing, findings, why }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, id),
      element('td', {}, what, why === undefined ? undefined : element('small', {}, why)),
      element('td', { class: `standing ${status}` }, status === 'failed' ? `failed (${findings})` : standing),
    ),
  );
  const failed = all.filter(({ status }) => status === 'failed').length;
  const passed = all.filter(({ status }) => status === 'passed').length;
  return element(
    'details',
    { class: 'card controls', open: true },
    element(
      'summary',
      {},
      element('h2', {}, title),
      element('span', {}, `${failed} failed, ${passed} passed, ${plural(all.length, 'control')}`),
    ),
    element(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': title },
      element(
        'table',
        {},
        element(
          'thead',
          {},
          element('tr', {}, ...['Control', 'Demand', 'Standing'].map((name) => element('th', { scope: 'col' }, name))),
        ),
        element('tbody', {}, ...rows),
      ),
    ),
  );
}

function unread({ unread: all }: PageData): HTMLElement {
  const rows = all
    .slice(0, 200)
    .map(({ place, message }) => element('li', {}, element('code', {}, place), ` ${message}`));
  const more = all.length - rows.length;
  return element(
    'div',
    { class: 'card alarm' },
    element('h2', {}, `${plural(all.length, 'part')} of the input ${all.length === 1 ? 'was' : 'were'} not read`),
    element('ul', { class: 'plain' }, ...rows, more > 0 && element('li', {}, `and ${more} more`)),
  );
}
