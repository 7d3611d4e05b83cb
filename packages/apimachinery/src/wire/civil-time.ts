/**
 * Points in time as Go prints and protobuf counts them: RFC 3339 in UTC with whole seconds, and with six digits behind
 * them for MicroTime. Source: MarshalJSON of metav1.Time and metav1.MicroTime.
 */

/** A time as protobuf has it: seconds since 1970 and the nanoseconds behind them. */
export interface Timestamp {
  readonly seconds: number;
  readonly nanos: number;
}

/** What Go calls the zero time, which JSON has as null. */
const ZERO_TIME = '0001-01-01T00:00:00Z';
const ZERO_MICRO_TIME = '0001-01-01T00:00:00.000000Z';
/** Seconds of the zero time. */
export const ZERO_SECONDS = -62135596800;

const CANONICAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const CANONICAL_MICRO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const PARTS = /^(\d{4})-(\d\d)-(\d\d)T(\d\d?):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;
const NANO_DIGITS = 9;
const MICRO_DIGITS = 6;

/** The text as Go prints it again; null for the zero time. A text that is no time stays as it is. */
export function canonicalTime(text: string): string | null {
  if (CANONICAL.test(text)) return text === ZERO_TIME ? null : text;
  const time = parseTime(text);
  return time === undefined ? text : isZeroTime(time) ? null : formatSeconds(time.seconds);
}

/** As `canonicalTime`, for a MicroTime. */
export function canonicalMicroTime(text: string): string | null {
  if (CANONICAL_MICRO.test(text)) return text === ZERO_MICRO_TIME ? null : text;
  const time = parseTime(text);
  return time === undefined ? text : isZeroTime(time) ? null : formatMicros(time);
}

export const isZeroTime = ({ seconds, nanos }: Timestamp): boolean => seconds === ZERO_SECONDS && nanos === 0;

/** Undefined for what is no RFC 3339 time. */
export function parseTime(text: string): Timestamp | undefined {
  const parts = PARTS.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', sign, zoneHour, zoneMinute] = parts;
  const days = daysBefore(Number(year), Number(month), Number(day));
  const offset = sign === undefined ? 0 : Number(zoneHour) * 3600 + Number(zoneMinute) * 60;
  const local = days * 86400 + Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const nanos = Number(fraction.slice(0, NANO_DIGITS).padEnd(NANO_DIGITS, '0'));
  return { seconds: local - (sign === '-' ? -offset : offset), nanos };
}

/** `2024-05-06T07:08:09Z`. */
export function formatSeconds(seconds: number): string {
  return `${formatWhole(seconds)}Z`;
}

/** `2024-05-06T07:08:09.000001Z`; what is finer is cut off. */
export function formatMicros({ seconds, nanos }: Timestamp): string {
  const micros = Math.trunc(nanos / 1000);
  const whole = micros < 0 ? seconds - 1 : seconds;
  return `${formatWhole(whole)}.${pad(micros < 0 ? micros + 1_000_000 : micros, MICRO_DIGITS)}Z`;
}

function formatWhole(seconds: number): string {
  const days = Math.floor(seconds / 86400);
  const rest = seconds - days * 86400;
  const { year, month, day } = dateOf(days);
  const sign = year < 0 ? '-' : '';
  const hour = Math.floor(rest / 3600);
  const minute = Math.floor((rest % 3600) / 60);
  const date = `${sign}${pad(Math.abs(year), 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  return `${date}T${pad(hour, 2)}:${pad(minute, 2)}:${pad(rest % 60, 2)}`;
}

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

/**
 * Days are counted in eras of 400 years that begin on March 1st, so that a leap day is the last of its year. The
 * Date object would do but for years beyond its range, which protobuf can name.
 */
const DAYS_OF_ERA = 146097;
/** Days from March 1st of the year 0 to January 1st of 1970. */
const EPOCH_SHIFT = 719468;

function daysBefore(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_OF_ERA + dayOfEra - EPOCH_SHIFT;
}

function dateOf(days: number): { year: number; month: number; day: number } {
  const shifted = days + EPOCH_SHIFT;
  const era = Math.floor(shifted / DAYS_OF_ERA);
  const dayOfEra = shifted - era * DAYS_OF_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}
