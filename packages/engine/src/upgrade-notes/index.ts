/** What an upgrade from one minor to another means for an input. */
export { type GateBreak, gateBreaks } from './gate-breaks.js';
export { type NoteAnswer, noteAnswers } from './note-answers.js';
export type { Sighting } from './sighting.js';
export { allUpgradeNotes, type NoteSeverity, type UpgradeNote, upgradeNotesBetween } from './upgrade-note.js';
