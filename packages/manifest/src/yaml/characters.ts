/**
 * Characters as YAML 1.1 knows them. NEL, LS and PS end a line as well. The end of the text reads as NUL or, beyond it,
 * as NaN; both count as "end".
 */

export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const BYTE_ORDER_MARK = 0xfeff;
const NEL = 0x85;
const LS = 0x2028;
const PS = 0x2029;

export const isEnd = (code: number): boolean => !(code > 0);

export const isBlank = (code: number): boolean => code === SPACE || code === TAB;

export const isBreak = (code: number): boolean =>
  code === LF || code === CR || code === NEL || code === LS || code === PS;

export const isBreakOrEnd = (code: number): boolean => isBreak(code) || !(code > 0);

export const isBlankOrEnd = (code: number): boolean => code === SPACE || code === TAB || isBreakOrEnd(code);

export const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Letters, digits, `_` and `-`: the names of anchors, tag handles and directives. */
export const isWordCharacter = (code: number): boolean =>
  isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code === 45;

/** The value of a hexadecimal digit, or -1. */
export function hexValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/**
 * What a YAML text may not hold at all: control characters, lone surrogates and the two non-characters. Kubernetes
 * says `control characters are not allowed`.
 */
export const FORBIDDEN =
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
