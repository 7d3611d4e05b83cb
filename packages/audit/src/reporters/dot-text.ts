/** Texts of untrusted files inside a DOT graph. */

/** A quoted DOT identifier holds anything but quotes, ends in no backslash, and stays on its line. */
export const quoted = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  `"${text
    .replaceAll(/[\u0000-\u001f\u007f]/g, '\ufffd')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')}"`;
