/**
 * What to say about a gate name that a version does not take: when it existed, or the name that was meant.
 */
import { formatMinor, type Minor } from '@bulkhead/apimachinery';
import { allFeatureGates, type FeatureGate, featureGate, isKnown } from './feature-gate.js';

/** Names are compared letter by letter, so input far longer than any gate (59 letters) is not looked at. */
const MAX_NAME_LENGTH = 100;

/** The gate whose name is closest, or undefined when none is close. Case does not count. */
export function nearestFeatureGate(name: string): string | undefined {
  if (name.length === 0 || name.length > MAX_NAME_LENGTH) return undefined;
  const wanted = name.toLowerCase();
  // One typo in five letters still reads as the same name; more would suggest unrelated gates.
  let best = Math.max(1, Math.floor(name.length / 5));
  let nearest: string | undefined;
  for (const candidate of allFeatureGates().keys()) {
    if (Math.abs(candidate.length - name.length) > best) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance > best || (distance === best && nearest !== undefined)) continue;
    best = distance;
    nearest = candidate;
  }
  return nearest;
}

/** One sentence on why the minor does not know the gate; undefined when it does or when there is nothing to add. */
export function unknownGateHint(name: string, minor: Minor): string | undefined {
  const gate = featureGate(name);
  if (gate !== undefined) return isKnown(gate.stageIn(minor)) ? undefined : historyHint(gate, minor);
  const nearest = nearestFeatureGate(name);
  return nearest === undefined ? undefined : `did you mean "${nearest}" instead of "${name}"?`;
}

function historyHint(gate: FeatureGate, minor: Minor): string {
  const known = gate.runs.filter((run) => isKnown(run.state));
  const first = known[0];
  const last = known.at(-1);
  if (first === undefined || last === undefined) return `"${gate.name}" is in no known version`;
  if (minor < first.from) return `"${gate.name}" exists from ${formatMinor(first.from)} on`;
  const always =
    isKnown(last.state) && last.state.default ? 'its behaviour is always on since' : 'it has no effect since';
  return `"${gate.name}" was removed in ${formatMinor(last.to + 1)}, ${always}: leave it out`;
}

/** Levenshtein distance with two rows. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replace = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replace, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
