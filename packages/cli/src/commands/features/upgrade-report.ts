/** What an upgrade changes: every note between two versions, and what the input has to do with it. */
import { formatMinor, type Minor } from '@bulkhead/apimachinery';
import type { ClusterInput } from '@bulkhead/engine/feature-adoption';
import {
  type GateBreak,
  gateBreaks,
  type NoteAnswer,
  type NoteSeverity,
  noteAnswers,
  type Sighting,
  upgradeNotesBetween,
} from '@bulkhead/engine/upgrade-notes';
import type { ClusterProfile } from '@bulkhead/features';
import { placeOf, type ReportedPlace } from './report.js';

export interface ReportedNote {
  readonly id: string;
  /** `1.35` */
  readonly version: string;
  readonly severity: NoteSeverity;
  readonly area: string;
  readonly title: string;
  readonly detail: string;
  readonly action: string;
  /**
   * `matched`: the places say where. `clear`: the input shows that it does not matter. `elsewhere`: the audit says it by
   * rules of its own. `unseen`: the input does not tell, so that somebody has to look.
   */
  readonly state: NoteAnswer['state'];
  readonly places: readonly ReportedPlace[];
}

export interface UpgradeReport {
  readonly from: string;
  readonly to: string;
  readonly notes: readonly ReportedNote[];
  /** Feature gates with which a component of the input does not start any more. */
  readonly gates: readonly ReportedPlace[];
}

/** Without an input nothing is seen. */
export function upgradeReport(input: ClusterInput | undefined, from: Minor, profile: ClusterProfile): UpgradeReport {
  const answers = input === undefined ? unseen(from, profile.minor) : noteAnswers(input, from, profile);
  return {
    from: formatMinor(from),
    to: formatMinor(profile.minor),
    notes: answers.map(reportedNote),
    gates: input === undefined ? [] : gateBreaks(input, from, profile.minor).map(placeOfGate),
  };
}

const unseen = (from: Minor, to: Minor): readonly NoteAnswer[] =>
  upgradeNotesBetween(from, to).map((note) => ({ note, state: 'unseen', sightings: [], isCertain: false }));

function reportedNote({ note, state, sightings }: NoteAnswer): ReportedNote {
  const { id, minor, severity, area, title, detail, action } = note;
  return {
    id,
    version: formatMinor(minor),
    severity,
    area,
    title,
    detail,
    action,
    state,
    places: sightings.map(placeOfSighting),
  };
}

const placeOfSighting = ({ object, fieldPath, remark = '' }: Sighting): ReportedPlace =>
  placeOf({ object, fieldPath, message: remark });

const placeOfGate = ({ object, fieldPath, component, message }: GateBreak): ReportedPlace =>
  placeOf({ object, fieldPath, message: `${component} does not start: ${message}` });
