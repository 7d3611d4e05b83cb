// Writes packages/engine/src/upgrade-notes/generated/upgrade-notes.ts from ../shared/data/upgrade-notes.json: what changed
// for users from one minor to the next, and what to do about it.
import { compact, GENERATED, jsonByLine, minorOf, templateLiteral } from './generated-text.mjs';

const HEADER = `//
// JSON text: { "<id>": { m, k, s, a, t, d, c, x }, ... }. m = the minor that brings it; k = its kind (removal,
// default-change, ...); s = severity (break, warn, info); a = area; t = title; d = detail; c = what to look for; x = what
// to do.
`;

/** Minors whose notes are plans, not releases. */
const NEWEST = 36;

/** A sentence as the messages have it: without a final period. */
const phrase = (text) => (/[^.]\.$/.test(text) ? text.slice(0, -1) : text);

/** Files by their path from the project's root. */
export function generateUpgradeNotes(readShared) {
  const { notes } = readShared('upgrade-notes.json');
  const entries = notes
    .filter(({ version }) => minorOf(version) <= NEWEST)
    .map(({ id, version, kind, severity, area, title, detail, check, action }) => [
      id,
      compact({
        m: minorOf(version),
        k: kind,
        s: severity,
        a: area,
        t: phrase(title),
        d: detail === '' ? undefined : phrase(detail),
        c: Object.keys(check).length === 0 ? undefined : check,
        x: action === '' ? undefined : phrase(action),
      }),
    ]);
  return new Map([
    [
      'packages/engine/src/upgrade-notes/generated/upgrade-notes.ts',
      `${GENERATED}\n${HEADER}export const upgradeNotesText: string = ${templateLiteral(jsonByLine(Object.fromEntries(entries)))};\n`,
    ],
  ]);
}
