/** How many bytes a value takes as JSON. */
import { isList, isObject, MAX_DEPTH } from '../json-value.js';

/** The bytes of the compact JSON; stops counting once they are more than `limit`, or nested too deep. */
export function jsonSize(value: unknown, limit: number): number {
  return sizeWithin(value, limit, 0);
}

function sizeWithin(value: unknown, limit: number, depth: number): number {
  if (typeof value === 'string') return textSize(value);
  if (isList(value)) {
    let size = 2 + Math.max(0, value.length - 1);
    if (depth >= MAX_DEPTH) return limit + 1;
    for (const item of value) {
      if (size > limit) return size;
      size += sizeWithin(item, limit - size, depth + 1);
    }
    return size;
  }
  if (!isObject(value)) return String(value).length;
  const names = Object.keys(value);
  let size = 2 + Math.max(0, names.length - 1);
  if (depth >= MAX_DEPTH) return limit + 1;
  for (const name of names) {
    if (size > limit) return size;
    size += textSize(name) + 1 + sizeWithin(value[name], limit - size, depth + 1);
  }
  return size;
}

/** Quotes included; control characters and those of HTML take six bytes, others their UTF-8. */
function textSize(text: string): number {
  let size = 2;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x20) size += unit === 0x0a || unit === 0x0d || unit === 0x09 ? 2 : 6;
    else if (unit === 0x22 || unit === 0x5c) size += 2;
    else if (unit === 0x3c || unit === 0x3e || unit === 0x26) size += 6;
    else if (unit < 0x80) size += 1;
    else size += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return size;
}
