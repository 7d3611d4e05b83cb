/** Places for people: a line a reason, under it the objects that it holds for. */
import { type Painter, printable } from '@bulkhead/audit';
import type { ReportedPlace } from './report.js';

/** Places of one reason that are named; the rest is counted. */
const MAX_PLACES = 3;
/** Reasons of one kind that are named. */
const MAX_REASONS = 8;

/** One line a reason with the places that it holds for; many objects share a reason. */
export function* printPlaces(
  title: string,
  places: readonly ReportedPlace[],
  colour: (text: string) => string,
  paint: Painter,
  fix?: (place: ReportedPlace) => string,
): Iterable<string> {
  if (places.length === 0) return;
  yield `  ${colour(title)}: ${places.length}\n`;
  const byReason = new Map<string, ReportedPlace[]>();
  for (const place of places) {
    const list = byReason.get(place.message);
    if (list === undefined) byReason.set(place.message, [place]);
    else list.push(place);
  }
  for (const [reason, list] of [...byReason].slice(0, MAX_REASONS)) {
    yield `    ${printable(reason)}${list.length > 1 ? ` (${list.length})` : ''}\n`;
    for (const place of list.slice(0, MAX_PLACES)) yield `      ${nameOf(place)}  ${paint.dim(whereOf(place))}\n`;
    if (list.length > MAX_PLACES) yield `      ${paint.dim(`and ${list.length - MAX_PLACES} more`)}\n`;
    const [first] = list;
    if (fix !== undefined && first !== undefined) yield `      ${paint.dim('fix')} ${printable(fix(first))}\n`;
  }
  const more = byReason.size - MAX_REASONS;
  if (more > 0) yield `    ${paint.dim(`and ${more} more reasons; --format json has them all`)}\n`;
}

const nameOf = ({ object: { kind, namespace, name } }: ReportedPlace): string =>
  printable(`${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`.trim());

const whereOf = ({ file, line }: ReportedPlace): string => printable(line > 0 ? `${file}:${line}` : file);
