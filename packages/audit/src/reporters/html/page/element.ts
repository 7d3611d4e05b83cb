/** Elements of the page. Texts of the report become text nodes only: nothing here reads markup. */

type Child = Node | string | undefined | false;
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** A new element; an attribute that is true stands without value, one that is false or undefined is left out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined) made.setAttribute(key, value === true ? '' : String(value));
  }
  made.append(...children.filter((child): child is Node | string => child !== undefined && child !== false));
  return made;
}

/** A button that does what it says. */
export function button(attributes: Attributes, act: () => void, ...children: readonly Child[]): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, ...children);
  made.addEventListener('click', act);
  return made;
}

export const plural = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** A bar whose filled part is a share of the whole; for the eye only, the number stands beside it. */
export function bar(share: number, tone: string): HTMLElement {
  const filled = element('span', { class: `fill ${tone}` });
  // The content security policy forbids style attributes, not this.
  filled.style.width = `${Math.max(share > 0 ? 1.5 : 0, Math.min(100, share * 100))}%`;
  return element('span', { class: 'bar', 'aria-hidden': 'true' }, filled);
}
