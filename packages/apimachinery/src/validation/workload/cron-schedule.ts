/**
 * Schedules of CronJobs: what the parser says of a text that is none.
 * Source: github.com/robfig/cron/v3 parser.go ParseStandard; pkg/util/parsers ParseCronScheduleWithPanicRecovery.
 */
import { quote } from '../../field-error.js';
import { durationProblem } from './go-duration.js';
import { isTimeZone } from './time-zones.js';

interface Bounds {
  readonly min: bigint;
  readonly max: bigint;
  readonly names?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const FIELDS: readonly Bounds[] = [
  { min: 0n, max: 59n },
  { min: 0n, max: 23n },
  { min: 1n, max: 31n },
  { min: 1n, max: 12n, names: MONTHS },
  { min: 0n, max: 6n, names: DAYS },
];

const DESCRIPTORS: ReadonlySet<string> = new Set([
  '@yearly',
  '@annually',
  '@monthly',
  '@weekly',
  '@daily',
  '@midnight',
  '@hourly',
]);
const EVERY = '@every ';

// What Go counts as white space.
const SPACE = '\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const SPACES = new RegExp(`[${SPACE}]+`);
const SPACES_IN_FRONT = new RegExp(`^[${SPACE}]+`);

/** undefined for a schedule that the API server takes. */
export function cronScheduleProblem(schedule: string): string | undefined {
  if (schedule === '') return 'empty spec string';
  let rest = schedule;
  if (schedule.startsWith('TZ=') || schedule.startsWith('CRON_TZ=')) {
    const blank = schedule.indexOf(' ');
    if (blank < 0) return 'invalid schedule format: runtime error: slice bounds out of range [:-1]';
    const zone = schedule.slice(schedule.indexOf('=') + 1, blank);
    const problem = locationProblem(zone);
    if (problem !== undefined) return `provided bad location ${zone}: ${problem}`;
    rest = trimSpaces(schedule.slice(blank));
  }
  if (rest.startsWith('@')) return descriptorProblem(rest);
  const fields = rest.split(SPACES).filter((field) => field !== '');
  if (fields.length !== FIELDS.length)
    return `expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`;
  for (const [index, bounds] of FIELDS.entries()) {
    const problem = fieldProblem(fields[index] ?? '', bounds);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** What Go says of a location that it cannot load. */
export function locationProblem(zone: string): string | undefined {
  if (isTimeZone(zone)) return undefined;
  if (zone.includes('..') || zone.startsWith('/') || zone.startsWith('\\')) return 'time: invalid location name';
  return `unknown time zone ${zone}`;
}

function trimSpaces(value: string): string {
  let end = value.length;
  while (end > 0 && SPACES.test(value.charAt(end - 1))) end -= 1;
  return value.slice(0, end).replace(SPACES_IN_FRONT, '');
}

function descriptorProblem(descriptor: string): string | undefined {
  if (DESCRIPTORS.has(descriptor)) return undefined;
  if (!descriptor.startsWith(EVERY)) return `unrecognized descriptor: ${descriptor}`;
  const problem = durationProblem(descriptor.slice(EVERY.length));
  return problem === undefined ? undefined : `failed to parse duration ${descriptor}: ${problem}`;
}

function fieldProblem(field: string, bounds: Bounds): string | undefined {
  for (const range of field.split(',')) {
    const problem = range === '' ? undefined : rangeProblem(range, bounds);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** A number, or the reason why there is none. */
type Parsed = bigint | string;

function rangeProblem(range: string, bounds: Bounds): string | undefined {
  const slashes = range.split('/');
  const hyphens = (slashes[0] ?? '').split('-');
  const first = hyphens[0] ?? '';
  const isEvery = first === '*' || first === '?';
  const start: Parsed = isEvery ? bounds.min : parseNumberOrName(first, bounds);
  if (typeof start === 'string') return start;
  if (!isEvery && hyphens.length > 2) return `too many hyphens: ${range}`;
  let end: Parsed = start;
  if (isEvery) end = bounds.max;
  else if (hyphens.length === 2) end = parseNumberOrName(hyphens[1] ?? '', bounds);
  if (typeof end === 'string') return end;
  if (slashes.length > 2) return `too many slashes: ${range}`;
  const step: Parsed = slashes.length === 2 ? parseNumber(slashes[1] ?? '') : 1n;
  if (typeof step === 'string') return step;
  if (slashes.length === 2 && hyphens.length === 1) end = bounds.max;
  if (start < bounds.min) return `beginning of range (${start}) below minimum (${bounds.min}): ${range}`;
  if (end > bounds.max) return `end of range (${end}) above maximum (${bounds.max}): ${range}`;
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${range}`;
  return step === 0n ? `step of range should be a positive number: ${range}` : undefined;
}

function parseNumberOrName(value: string, { min, names }: Bounds): Parsed {
  const index = names?.indexOf(value.toLowerCase()) ?? -1;
  return index < 0 ? parseNumber(value) : BigInt(index) + min;
}

const SIGNED_DIGITS = /^[-+]?[0-9]+$/;
const LARGEST = (1n << 63n) - 1n;

function parseNumber(value: string): Parsed {
  const failure = `failed to parse int from ${value}: strconv.Atoi: parsing ${quote(value)}`;
  if (!SIGNED_DIGITS.test(value)) return `${failure}: invalid syntax`;
  const digits = value.replace(/^[-+]?0*/, '');
  const size = digits.length > 19 ? LARGEST + 2n : BigInt(`0${digits}`);
  const isNegative = value.startsWith('-');
  if (size > (isNegative ? LARGEST + 1n : LARGEST)) return `${failure}: value out of range`;
  if (isNegative && size > 0n) return `negative number (-${size}) not allowed: ${value}`;
  return size;
}
