/** Texts of untrusted files inside XML 1.0: as text or in a quoted attribute. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/** What XML 1.0 has no way to write: most control characters, lone surrogates, U+FFFE and U+FFFF. */
const IMPOSSIBLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Allowed, but a viewer should show rather than obey them: C1 controls and marks that turn the direction. */
const UNSHOWN = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

export const xml = (text: string): string =>
  text
    .replaceAll(IMPOSSIBLE, '\ufffd')
    .replaceAll(UNSHOWN, '\ufffd')
    .replaceAll(/[&<>"'\n\r\t]/g, (character) => ENTITIES[character] ?? '');
