/**
 * What a plain scalar means to Kubernetes: go-yaml v2 (`resolve.go`), that is YAML 1.1 without its numbers to base 60,
 * followed by the step from YAML to JSON (sigs.k8s.io/yaml), which turns keys into strings.
 */

const INT64_MAX = 9223372036854775807n;
const INT64_MIN = -9223372036854775808n;
const UINT64_MAX = 18446744073709551615n;

const DECIMAL = /^[-+]?[1-9][0-9]*$/;
const PREFIXED = /^[-+]?0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+|[0-7]*)$/;
/** `0b-1` is a number to go-yaml. */
const SIGNED_BINARY = /^0b[-+][01]+$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
/** A number that begins with its point is read by Go's own rules, where underscores separate digits. */
const POINT_FLOAT = /^\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?$/;

export type Scalar = string | number | bigint | boolean | null;

/** The value of a plain scalar. Integers that a double cannot hold exactly are bigints; there is no -0. */
export function resolvePlain(text: string): Scalar {
  if (text.length === 0) return null;
  const code = text.charCodeAt(0);
  if ((code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46) return resolveNumber(text) ?? text;
  return text.length <= 5 ? resolveWord(text) : text;
}

function resolveWord(text: string): Scalar {
  switch (text) {
    case 'true':
    case 'True':
    case 'TRUE':
    case 'y':
    case 'Y':
    case 'yes':
    case 'Yes':
    case 'YES':
    case 'on':
    case 'On':
    case 'ON':
      return true;
    case 'false':
    case 'False':
    case 'FALSE':
    case 'n':
    case 'N':
    case 'no':
    case 'No':
    case 'NO':
    case 'off':
    case 'Off':
    case 'OFF':
      return false;
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return null;
    default:
      return text;
  }
}

function resolveNumber(text: string): number | bigint | undefined {
  return parseInteger(text) ?? parseFloat64(text);
}

/** How Go holds the integer that a plain scalar is; undefined when it is none. */
export function integerKind(text: string): 'signed' | 'unsigned' | undefined {
  const value = parseInteger(text);
  if (value === undefined) return undefined;
  return typeof value === 'bigint' && value > INT64_MAX ? 'unsigned' : 'signed';
}

/** An integer that fits 64 bits, signed or unsigned. */
function parseInteger(text: string): number | bigint | undefined {
  if (text.charCodeAt(0) === 46) return undefined;
  const digits = text.includes('_') ? text.replaceAll('_', '') : text;
  if (DECIMAL.test(digits)) return toInteger(digits, digits);
  if (PREFIXED.test(digits)) {
    const unsigned = digits.replace(/^[-+]/, '');
    const octal = /^0[0-7]+$/.test(unsigned) ? `0o${unsigned.slice(1)}` : unsigned;
    return toInteger(digits, octal);
  }
  if (SIGNED_BINARY.test(digits)) return toInteger(digits.slice(2), `0b${digits.slice(3)}`);
  return undefined;
}

/** `literal` is in JavaScript's notation; the sign is that of `source`. */
function toInteger(source: string, literal: string): number | bigint | undefined {
  const sign = source.charCodeAt(0);
  if (literal.length <= 15 && literal === source) return Number(literal);
  const unsigned = literal.replace(/^[-+]?(0[a-zA-Z])?0*(?=.)/, '$1');
  // 64 binary digits and their prefix; more do not fit, and a long number takes long to convert.
  if (unsigned.length > 66) return undefined;
  const magnitude = BigInt(unsigned);
  const value = sign === 45 ? -magnitude : magnitude;
  const signed = sign === 45 || sign === 43;
  if (value < INT64_MIN || value > (signed ? INT64_MAX : UINT64_MAX)) return undefined;
  const double = Number(value);
  return Number.isSafeInteger(double) ? double : value;
}

/** A float; one that overflows is none, which leaves a string. */
function parseFloat64(text: string): number | undefined {
  if (text.charCodeAt(0) === 46) {
    const special = SPECIAL_FLOATS[text];
    if (special !== undefined) return special;
    return POINT_FLOAT.test(text) ? toDouble(text) : undefined;
  }
  const special = SPECIAL_FLOATS[text];
  if (special !== undefined) return special;
  const digits = text.includes('_') ? text.replaceAll('_', '') : text;
  return FLOAT.test(digits) ? toDouble(digits) : undefined;
}

const SPECIAL_FLOATS: Readonly<Record<string, number>> = {
  '.nan': Number.NaN,
  '.NaN': Number.NaN,
  '.NAN': Number.NaN,
  '.inf': Infinity,
  '.Inf': Infinity,
  '.INF': Infinity,
  '+.inf': Infinity,
  '+.Inf': Infinity,
  '+.INF': Infinity,
  '-.inf': -Infinity,
  '-.Inf': -Infinity,
  '-.INF': -Infinity,
};

function toDouble(text: string): number | undefined {
  const value = Number(text.includes('_') ? text.replaceAll('_', '') : text);
  if (!Number.isFinite(value)) return undefined;
  return value === 0 ? 0 : value;
}

/**
 * The string that a plain scalar becomes as a key; undefined where the step to JSON has none: null, and integers
 * beyond 64 signed bits.
 */
export function plainKey(text: string): string | undefined {
  const value = resolvePlain(text);
  switch (typeof value) {
    case 'string':
      return value;
    case 'boolean':
      return String(value);
    case 'bigint':
      return value > INT64_MAX ? undefined : String(value);
    case 'number':
      return integerKind(text) === undefined ? formatFloatKey(text, value) : String(value);
    default:
      return undefined;
  }
}

/**
 * `strconv.FormatFloat(value, 'g', -1, 32)`: the shortest digits that a float of 32 bits needs, with an exponent from
 * a million on. The sign of zero is in the text alone.
 */
export function formatFloatKey(text: string, value: number): string {
  const float = Math.fround(value);
  if (Number.isNaN(float)) return '.nan';
  if (float === Infinity) return '.inf';
  if (float === -Infinity) return '-.inf';
  const sign = value < 0 || (value === 0 && text.startsWith('-')) ? '-' : '';
  if (float === 0) return `${sign}0`;
  const magnitude = Math.abs(float);
  const [mantissa = '', exponent = ''] = shortestExponential(magnitude).split('e');
  const power = Number(exponent);
  const digits = mantissa.replace('.', '');
  if (power < -4 || power >= 6) {
    const shown = Math.abs(power) < 10 ? `0${Math.abs(power)}` : String(Math.abs(power));
    return `${sign}${mantissa}e${power < 0 ? '-' : '+'}${shown}`;
  }
  return sign + positional(digits, power);
}

function shortestExponential(magnitude: number): string {
  for (let digits = 0; digits < 9; digits++) {
    const text = roundedExponential(magnitude, digits);
    if (Math.fround(Number(text)) === magnitude) return text;
  }
  return magnitude.toExponential(8);
}

/** `toExponential` with ties to the even digit, as Go rounds; JavaScript takes the larger one. */
function roundedExponential(magnitude: number, digits: number): string {
  // oxlint-disable-next-line oxc/number-arg-out-of-range -- a hundred digits are allowed since ES2018
  const [mantissa = '', exponent = ''] = magnitude.toExponential(60).split('e');
  const all = mantissa.replace('.', '');
  const isTie = /^50*$/.test(all.slice(digits + 1));
  if (!isTie || Number(all[digits]) % 2 !== 0) return magnitude.toExponential(digits);
  const fraction = all.slice(1, digits + 1);
  return `${all[0]}${fraction === '' ? '' : `.${fraction}`}e${exponent}`;
}

function positional(digits: string, power: number): string {
  if (power < 0) return `0.${'0'.repeat(-power - 1)}${digits}`;
  if (digits.length <= power + 1) return digits + '0'.repeat(power + 1 - digits.length);
  return `${digits.slice(0, power + 1)}.${digits.slice(power + 1)}`;
}
