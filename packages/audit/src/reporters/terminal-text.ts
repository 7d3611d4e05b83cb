/** Texts for a terminal: colours that can be off, and nothing from files that could drive the terminal. */

export type Paint = (text: string) => string;

export interface Painter {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
  readonly alarm: Paint;
}

export function painter(colour: boolean): Painter {
  const paint =
    (code: string): Paint =>
    (text) =>
      colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  return {
    bold: paint('1'),
    dim: paint('2'),
    red: paint('31'),
    green: paint('32'),
    yellow: paint('33'),
    cyan: paint('36'),
    alarm: paint('1;31'),
  };
}

/** Control characters, and those that are invisible or turn the direction of the text around. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Texts of untrusted files as a person may see them: `\x1b` and `\u202e` spelled out, nothing drives the terminal. */
export const printable = (text: string): string => text.replaceAll(UNPRINTABLE, spelled);

function spelled(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
