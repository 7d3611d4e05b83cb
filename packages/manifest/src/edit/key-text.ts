/** The text of a key and its colon. */
import { Refused } from './refused.js';
import { skipBlanks } from './text-lines.js';

/** Where the key's text ends, quotes included. */
export function keyEnd(text: string, start: number): number {
  const first = text[start];
  if (first === '"' || first === "'") {
    for (let at = start + 1; at < text.length; at++) {
      if (first === '"' && text[at] === '\\') at++;
      else if (text[at] === first) {
        if (first === '"' || text[at + 1] !== "'") return at + 1;
        at++;
      }
    }
  } else if (first !== undefined && !'&*!?'.includes(first)) {
    for (let at = start; at < text.length; at++) {
      const next = text[at + 1];
      if (text[at] === ':' && (next === undefined || ' \t\r\n,[]{}'.includes(next))) return at;
      if (text[at] === '\n') break;
    }
  }
  throw new Refused('the key is written in an unusual way');
}

/** The offset behind the colon of a key. */
export function afterColon(text: string, keyStart: number): number {
  const colon = skipBlanks(text, keyEnd(text, keyStart));
  if (text[colon] !== ':') throw new Refused('the key is written in an unusual way');
  return colon + 1;
}
