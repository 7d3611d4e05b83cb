/** Plain values as block YAML; every text that could be read as something else is quoted. */

/** Words that YAML 1.1 reads as booleans or null, and texts that begin like numbers, are not among these. */
const PLAIN = /^[A-Za-z][A-Za-z0-9./_-]*$/;
const WORDS: ReadonlySet<string> = new Set(['y', 'yes', 'n', 'no', 'true', 'false', 'on', 'off', 'null']);

export function yaml(value: unknown): string {
  return `${lines(value).join('\n')}\n`;
}

function lines(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 ? ['[]'] : value.flatMap(item);
  if (typeof value !== 'object' || value === null) return [scalar(value)];
  const entries = Object.entries(value);
  if (entries.length === 0) return ['{}'];
  return entries.flatMap(([key, own]) => {
    const [first = '', ...rest] = lines(own);
    if (isInline(own)) return [`${scalar(key)}: ${first}`];
    const indent = Array.isArray(own) ? '' : '  ';
    return [`${scalar(key)}:`, ...[first, ...rest].map((line) => indent + line)];
  });
}

function item(value: unknown): readonly string[] {
  const [first = '', ...rest] = lines(value);
  return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
}

const isInline = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || Object.keys(value).length === 0;

function scalar(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return PLAIN.test(value) && !WORDS.has(value.toLowerCase()) ? value : JSON.stringify(value);
}
