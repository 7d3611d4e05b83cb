/** Light and dark: as the system says, until somebody chooses. */
import { button } from './element.js';

const KEY = 'bulkhead-theme';
type Theme = 'light' | 'dark';

export function themeSwitch(): HTMLButtonElement {
  const root = document.documentElement;
  const chosen = stored();
  if (chosen !== undefined) root.dataset['theme'] = chosen;
  const now = (): Theme =>
    root.dataset['theme'] === 'light' || root.dataset['theme'] === 'dark'
      ? root.dataset['theme']
      : matchMedia('(prefers-color-scheme: dark)').matches
        ? 'dark'
        : 'light';
  const made = button({ class: 'theme' }, () => {
    root.dataset['theme'] = now() === 'dark' ? 'light' : 'dark';
    store(root.dataset['theme']);
    label();
  });
  const label = (): void => {
    made.textContent = now() === 'dark' ? 'Light' : 'Dark';
    made.setAttribute('aria-label', `change to ${now() === 'dark' ? 'light' : 'dark'} colours`);
  };
  label();
  return made;
}

/** Pages that are opened from a disk may have no storage. */
function stored(): Theme | undefined {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : undefined;
  } catch {
    return undefined;
  }
}

function store(theme: string): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // The choice lasts as long as the page.
  }
}
