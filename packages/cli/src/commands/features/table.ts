/** The report for people: a line a feature, and under it what the input has to do with it, one line a reason. */
import { formatMinor } from '@bulkhead/apimachinery';
import { type Painter, painter } from '@bulkhead/audit';
import type { ClusterProfile } from '@bulkhead/features';
import { printPlaces } from './place-list.js';
import type { FeatureRow, ReportedPlace } from './report.js';
import { stateText } from './state-text.js';

/** `objects`: how many were read; undefined when nothing was to be read. */
export function* printFeatures(
  rows: readonly FeatureRow[],
  profile: ClusterProfile,
  objects: number | undefined,
  colour: boolean,
): Iterable<string> {
  const paint = painter(colour);
  const version = formatMinor(profile.minor);
  if (objects === undefined) {
    for (const row of rows) yield* printState(row, paint);
    yield `${rows.length} features in Kubernetes ${version}; name files to see what uses them, could use them, or would break\n`;
    return;
  }
  const silent: FeatureRow[] = [];
  for (const row of rows) {
    if (isSilent(row)) silent.push(row);
    else yield* printAdoption(row, paint);
  }
  if (silent.length > 0) {
    yield `${paint.dim('nothing in the input about')} ${silent.map(({ name, kep }) => `${name} (KEP-${kep})`).join(', ')}\n`;
  }
  yield `${rows.length} features in Kubernetes ${version}, asked of ${objects} object${objects === 1 ? '' : 's'}\n`;
}

const isSilent = ({ uses = [], couldUse = [], blocked = [], breaks = [] }: FeatureRow): boolean =>
  uses.length + couldUse.length + blocked.length + breaks.length === 0;

function heading({ name, kep, state, stateBefore }: FeatureRow, paint: Painter): string {
  const [now, before] = [stateText(state), stateBefore === undefined ? undefined : stateText(stateBefore)];
  const text = before === undefined || before === now ? now : `${before} -> ${now}`;
  return `${paint.bold(name)}  KEP-${kep}  ${state.enabled ? paint.green(text) : text}\n`;
}

function* printState(row: FeatureRow, paint: Painter): Iterable<string> {
  yield heading(row, paint);
  yield `  ${row.title}\n`;
  if (row.behaviour !== '') yield `  ${paint.dim('now     ')} ${row.behaviour}\n`;
  yield* lines('turn on ', row.turnOn, paint);
  yield* lines('needs   ', row.prerequisites, paint);
  yield '\n';
}

function* lines(label: string, texts: readonly string[], paint: Painter): Iterable<string> {
  for (const [index, text] of texts.entries()) {
    yield `  ${paint.dim(index === 0 ? label : ' '.repeat(label.length))} ${text}\n`;
  }
}

function* printAdoption(row: FeatureRow, paint: Painter): Iterable<string> {
  const { uses = [], couldUse = [], blocked = [], breaks = [], state } = row;
  yield heading(row, paint);
  const effective = uses.filter((use) => use.effective);
  yield* printPlaces('uses it', effective, paint.green, paint);
  const vain = uses.filter((use) => !use.effective);
  yield* printPlaces('asks for it in vain', vain, paint.red, paint);
  yield* printPlaces('could use it', couldUse, paint.cyan, paint);
  yield* printPlaces('cannot use it as it stands', blocked, paint.yellow, paint);
  const text = state.enabled ? 'is, or may be, broken by it' : 'would be broken by it';
  yield* printPlaces(text, breaks, paint.red, paint, (place) => fixOf(place, breaks));
  if (!state.enabled || (effective.length === 0 && couldUse.length > 0)) yield* lines('turn on ', row.turnOn, paint);
  yield '\n';
}

const fixOf = (place: ReportedPlace, breaks: NonNullable<FeatureRow['breaks']>): string =>
  breaks.find((one) => one === place)?.fix ?? '';
