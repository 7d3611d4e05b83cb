/** The page of the HTML report: reads the JSON beside it and shows the posture, the list, or one object. */
import type { PageData } from '../page-data.js';
import { element } from './element.js';
import { FindingList } from './finding-list.js';
import { objectPage } from './object-page.js';
import { posture } from './posture.js';
import { themeSwitch } from './theme.js';

function start(page: HTMLElement, data: PageData): void {
  const list = new FindingList(data);
  const overview = [posture(data, (change) => list.narrow(change)), list.section];
  const main = element('main', { id: 'main' });
  page.replaceChildren(
    element(
      'header',
      { class: 'top' },
      element('a', { class: 'brand', href: '#', 'aria-label': 'Bulkhead audit, overview' }, 'Bulkhead'),
      element('p', {}, data.scope),
      themeSwitch(),
    ),
    main,
    element(
      'footer',
      {},
      element('p', {}, `${data.product}. Everything in this page is inside of it; nothing is loaded.`),
    ),
  );

  let scrolled = 0;
  let isOverview = false;
  const route = (isFirst: boolean): void => {
    const match = /^#object-(\d{1,9})$/.exec(location.hash);
    const index = Number(match?.[1]);
    const object = match === null ? undefined : data.objects[index];
    if (object !== undefined) {
      if (isOverview) scrolled = scrollY;
      isOverview = false;
      main.replaceChildren(objectPage(data, index, object));
      scrollTo(0, 0);
    } else if (!isOverview) {
      isOverview = true;
      main.replaceChildren(...overview);
      scrollTo(0, scrolled);
    }
    document.title = `${main.querySelector('h1')?.textContent ?? ''} - Bulkhead audit`;
    if (!isFirst) main.querySelector('h1')?.focus({ preventScroll: true });
  };
  addEventListener('hashchange', () => route(false));
  route(true);
}

const page = document.getElementById('page');
const report = document.getElementById('report');
if (page !== null && report !== null) start(page, JSON.parse(report.textContent ?? '') as PageData);
