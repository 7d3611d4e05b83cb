/**
 * The timestamps of go-yaml v2. They stay strings; it only matters whether a scalar tagged `!!timestamp` is one.
 */

const DATE = /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})/;
const TIME = /^([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?/;
const ZONE = /^(?:Z|[-+]([0-9]{2}):([0-9]{2}))$/;

export function isTimestamp(text: string): boolean {
  const date = DATE.exec(text);
  if (date === null || !isDate(Number(date[1]), Number(date[2]), Number(date[3]))) return false;
  const rest = text.slice(date[0].length);
  if (rest === '') return true;
  const time = TIME.exec(rest.slice(1));
  if (time === null || Number(time[1]) > 23 || Number(time[2]) > 59 || Number(time[3]) > 59) return false;
  const zone = rest.slice(1 + time[0].length);
  switch (rest[0]) {
    case 'T':
    case 't': {
      const found = ZONE.exec(zone);
      return found !== null && Number(found[1] ?? 0) <= 24 && Number(found[2] ?? 0) < 60;
    }
    case ' ':
      return zone === '';
    default:
      return false;
  }
}

function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= days;
}
